-- Answers are forgotten after a while; that a request was carried out is kept for ever, so nothing is done twice.
create index rpc_answers_by_age on rpc_requests (answered_at) where answer is not null;
