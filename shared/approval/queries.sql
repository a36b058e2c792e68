-- name: add_request
-- Ask for an approval.
insert into approval_requests (id, act, about, digest, asked_by, asked_at, expires_at)
values (%(id)s, %(act)s, %(about)s, %(digest)s, %(asked_by)s, %(at)s, %(expires_at)s);

-- name: open_request
-- The same question, still unanswered: who asks twice asks once.
select r.id from approval_requests r
where r.act = %(act)s and r.about = %(about)s and r.digest = %(digest)s and r.asked_by = %(asked_by)s
  and r.expires_at > %(at)s and not exists (select from approval_decisions d where d.request_id = r.id)
order by r.id limit 1;

-- name: lock_questions
-- One asker at a time for each act and thing, so that a question asked twice at once is one.
select pg_advisory_xact_lock(hashtextextended('approval ' || %(act)s || ' ' || %(about)s, 0));

-- name: hold_request
-- Two deciders, or two uses, of one request come one after the other. The request itself no service may lock, since it
-- may not change it; and what came of it meanwhile is read after the waiting.
select pg_advisory_xact_lock(hashtextextended('approval request ' || %(id)s, 0));

-- name: get_request
-- A request with what became of it.
select r.id, r.act, r.about, r.digest, r.asked_by, r.asked_at, r.expires_at, d.decision, d.decided_by, d.decided_at,
       d.reason, u.used_at
from approval_requests r
left join approval_decisions d on d.request_id = r.id
left join approval_uses u on u.request_id = r.id
where r.id = %(id)s;

-- name: list_open
-- Requests that wait for a second person, oldest first: which act, about what, who asked, since when, until when.
select r.id, r.act, r.about, r.asked_by, r.asked_at, r.expires_at
from approval_requests r
where r.expires_at > %(at)s and (%(act)s = '' or r.act = %(act)s)
  and not exists (select from approval_decisions d where d.request_id = r.id)
order by r.asked_at, r.id limit %(limit)s;

-- name: add_decision
-- Record the answer.
insert into approval_decisions (request_id, decision, decided_by, decided_at, reason)
values (%(id)s, %(decision)s, %(decided_by)s, %(at)s, %(reason)s);

-- name: add_use
-- Record that the approved act was done.
insert into approval_uses (request_id, used_by, used_at) values (%(id)s, %(used_by)s, %(at)s);
