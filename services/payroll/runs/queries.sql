-- name: parts_to_pay
-- Completed parts with a budget whose wage is to be paid by a day and was not worked out yet, earliest first.
select p.order_id, p.part from parts p
where p.pay_on <= %(day)s
  and exists (select from allocations a where a.order_id = p.order_id and a.part = p.part)
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
order by p.pay_on, p.order_id, p.part;

-- name: save_run_request
-- Write which request asks for the run of a day; a later one takes the place of one that expired or was refused.
insert into run_requests (day, approval_id) values (%(day)s, %(approval_id)s)
on conflict (day) do update set approval_id = excluded.approval_id;

-- name: run_request
-- Which request asks for the run of a day.
select approval_id from run_requests where day = %(day)s;
