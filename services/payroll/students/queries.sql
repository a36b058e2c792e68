-- name: add_studies
-- Write what a worker stated for a year.
insert into student_years (member_id, year, place, from_on, until_on, hours_elsewhere, certificate, stated_on, stated_by)
select %(member_id)s, %(year)s, count(*) + 1, %(from_on)s, %(until_on)s, %(hours_elsewhere)s, %(certificate)s, %(on)s,
    %(by)s
from student_years where member_id = %(member_id)s and year = %(year)s;

-- name: studies
-- What a worker stated last for a year.
select member_id, year, from_on, until_on, hours_elsewhere, certificate from student_years
where member_id = %(member_id)s and year = %(year)s order by place desc limit 1;

-- name: lock_quota
-- Whoever decides within the same worker's quota waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.student.' || %(member_id)s::text, 0));

-- name: reserved
-- The hours that a worker's orders of a year reserve, beside one; of what was cancelled, only what was worked.
select coalesce(sum(case when o.cancelled_on is null then o.planned_hours else ceil(coalesce((
           select sum(w.hours) from worked_days w where w.order_id = o.order_id), 0)) end), 0)::int as hours
from orders o
where o.member_id = %(member_id)s and o.planned_hours is not null and o.order_id <> %(beside)s
  and extract(year from o.starts_on) = %(year)s;

-- name: orders_of_year
-- A worker's orders of a year that reserve hours, the earliest first.
select order_id, starts_on, ends_on, planned_hours from orders
where member_id = %(member_id)s and planned_hours is not null and cancelled_on is null
  and extract(year from starts_on) = %(year)s order by starts_on, order_id;

-- name: worked_hours
-- The hours of each day that was worked on an order.
select hours from worked_days where order_id = %(order_id)s order by part, day;

-- name: save_kind
-- Write which kind of contract an order has, and the hours that it reserves.
update orders set contract = %(contract)s, planned_hours = %(planned_hours)s where order_id = %(order_id)s;

-- name: reserved_by_year
-- The hours that students' orders reserve, by worker and year.
select member_id, date_trunc('year', starts_on)::date as first_day, sum(planned_hours)::int as hours from orders
where planned_hours is not null and cancelled_on is null group by 1, 2 order by 1, 2;
