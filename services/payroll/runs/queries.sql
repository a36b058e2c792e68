-- name: save_run_request
-- Write which request asks for the run of a day; a later one takes the place of one that expired or was refused.
insert into run_requests (day, approval_id) values (%(day)s, %(approval_id)s)
on conflict (day) do update set approval_id = excluded.approval_id;

-- name: run_request
-- Which request asks for the run of a day.
select approval_id from run_requests where day = %(day)s;
