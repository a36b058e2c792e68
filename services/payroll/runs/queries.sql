-- name: parts_to_pay
-- Completed parts with a budget whose wage is to be paid by a day and was not worked out yet, earliest first. What is
-- worked inside an open-ended employment feeds that instead.
select p.order_id, p.part, o.member_id from parts p join orders o on o.order_id = p.order_id
where p.pay_on <= %(day)s
  and exists (select from allocations a where a.order_id = p.order_id and a.part = p.part)
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
  and not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                  and not o.open_ended and p.starts_on >= e.starts_on
                  and (e.last_on is null or p.ends_on <= e.last_on))
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
order by p.pay_on, p.order_id, p.part;

-- name: save_run_request
-- Write which request asks for the run of a day; a later one takes the place of one that expired or was refused.
insert into run_requests (day, approval_id) values (%(day)s, %(approval_id)s)
on conflict (day) do update set approval_id = excluded.approval_id;

-- name: run_request
-- Which request asks for the run of a day.
select approval_id from run_requests where day = %(day)s;

-- name: add_pay_run
-- Write a run that somebody proposes.
insert into pay_runs (run_id, day, state, count, total_cents, currency, approval_id, cut_off, proposed_by, proposed_on)
values (%(run_id)s, %(day)s, %(state)s, %(count)s, %(cents)s, %(currency)s, %(approval_id)s, %(cut_off)s,
    %(proposed_by)s, %(on)s);

-- name: save_pay_run_state
-- Write where a run stands.
update pay_runs set state = %(state)s where run_id = %(run_id)s;

-- name: lock_pay_run
-- A run, locked until commit.
select * from pay_runs where run_id = %(run_id)s for update;

-- name: lock_lapsed_runs
-- Runs that were not sent before the bank's cut-off, locked in order.
select * from pay_runs where state in ('proposed', 'approved') and cut_off <= %(at)s order by run_id for update;

-- name: approved_runs
-- Runs that a second person approved and that were not sent yet.
select run_id from pay_runs where state = 'approved' order by run_id;

-- name: get_pay_run
-- A run, what became of its wages, and how many wages could not be worked out by its day.
select r.*, (select count(*) from parts p where p.blocked_by <> '' and p.pay_on <= r.day and not exists (
                 select from wages w where w.order_id = p.order_id and w.part = p.part)) as blocked,
       coalesce(n.sent, 0) as sent, coalesce(n.accepted, 0) as accepted, coalesce(n.paid, 0) as paid, coalesce(n.returned, 0) as returned,
       coalesce(n.rejected, 0) as rejected
from pay_runs r
left join lateral (
    select count(*) filter (where y.state = 'sent') as sent,
           count(*) filter (where y.state = 'accepted') as accepted,
           count(*) filter (where y.state = 'paid') as paid,
           count(*) filter (where y.state = 'returned') as returned,
           count(*) filter (where y.state = 'rejected') as rejected
    from wage_payments y where y.run_id = r.run_id) n on true
where r.run_id = %(run_id)s;

-- name: list_pay_runs
-- Runs, the latest first.
select run_id, day, state, count, total_cents, currency, cut_off, proposed_by, proposed_on from pay_runs
where %(after)s::text = '' or run_id < %(after)s order by run_id desc limit %(limit)s;

-- name: differences_of_run
-- What is unlike the worker's wage before: their first one, another account, more than twice or less than half as much.
select * from (
    select w.wage_id, w.member_id, k.first_name || ' ' || k.last_name as worker, w.net_cents, w.currency, before.net_cents as before_cents,
           case when before.wage_id is null then 'first_wage'
                when exists (select from account_changes c where c.member_id = w.member_id
                             and c.changed_on >= before.worked_out_on) then 'account_changed'
                when w.net_cents > 2 * before.net_cents then 'much_more'
                when 2 * w.net_cents < before.net_cents then 'much_less' end as difference
    from wage_payments y join wages w on w.wage_id = y.wage_id join workers k on k.member_id = w.member_id
    left join lateral (
        select b.wage_id, b.net_cents, b.worked_out_on from wages b join wage_payments z on z.wage_id = b.wage_id
        where b.member_id = w.member_id and b.wage_id < w.wage_id and z.run_id is distinct from y.run_id
          and z.state in ('sent', 'accepted', 'paid') order by b.wage_id desc limit 1) before on true
    where y.run_id = %(run_id)s) found
where difference is not null order by difference, wage_id limit %(limit)s;
