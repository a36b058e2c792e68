-- name: lock_member
-- Whoever asks for, or decides about, an absence of the same worker waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.absence.' || %(member_id)s::text, 0));

-- name: overlapping
-- An absence of a worker that holds or may hold and has one of the days.
select absence_id, starts_on, coalesce(back_on - 1, ends_on) as last_on from absences
where member_id = %(member_id)s and state in ('asked', 'approved') and starts_on <= %(ends_on)s
  and coalesce(back_on - 1, ends_on) >= greatest(starts_on, %(starts_on)s)
order by starts_on limit 1;

-- name: add_absence
-- Write an absence.
insert into absences (absence_id, member_id, kind, starts_on, ends_on, asked_on, asked_by, state, reason, decided_on,
    decided_by, certificate, certified_on, excused, other_cause, brought_days, back_on, settled)
values (%(absence_id)s, %(member_id)s, %(kind)s, %(starts_on)s, %(ends_on)s, %(asked_on)s, %(asked_by)s, %(state)s,
    %(reason)s, %(decided_on)s, %(decided_by)s, %(certificate)s, %(certified_on)s, %(excused)s, %(other_cause)s,
    %(brought_days)s, %(back_on)s, %(settled)s);

-- name: save_absence
-- Write where an absence stands now.
update absences set state = %(state)s, reason = %(reason)s, decided_on = %(decided_on)s, decided_by = %(decided_by)s,
    certificate = %(certificate)s, certified_on = %(certified_on)s, excused = %(excused)s,
    other_cause = %(other_cause)s, brought_days = %(brought_days)s, back_on = %(back_on)s, settled = %(settled)s
where absence_id = %(absence_id)s;

-- name: lock_absence
-- An absence, locked until commit.
select * from absences where absence_id = %(absence_id)s for update;

-- name: absence
-- An absence.
select * from absences where absence_id = %(absence_id)s;

-- name: owner
-- Whose absence it is.
select member_id from absences where absence_id = %(absence_id)s;

-- name: approved
-- A worker's absences that were approved, the earliest first.
select * from absences where member_id = %(member_id)s and state = 'approved' order by starts_on, absence_id;

-- name: approved_once
-- The days of a worker's absences that were approved at some time.
select starts_on, ends_on from absences where member_id = %(member_id)s and decided_by <> '' and state <> 'refused';

-- name: list_absences
-- A page of absences after a cursor, of one worker or of all.
select * from absences
where absence_id > %(after)s and (%(member_id)s::text = '' or member_id = %(member_id)s)
order by absence_id limit %(limit)s;

-- name: contracts
-- The contracts of a worker that have a day between two: employments without an end, and orders that stand.
select o.order_id, o.open_ended, o.starts_on, o.ends_on,
       not o.open_ended and exists (
           select from employments e where e.member_id = o.member_id and e.agreed_on is not null
             and o.starts_on >= e.starts_on and o.ends_on <= coalesce(e.last_on, '9999-12-31')) as under
from orders o
where o.member_id = %(member_id)s and o.cancelled_on is null and o.starts_on <= %(ends_on)s and o.ends_on >= %(starts_on)s
order by o.starts_on, o.order_id;

-- name: worked_out
-- An employment without an end of a worker whose wages are worked out up to a day or further.
select worked_out_until from employments
where member_id = %(member_id)s and agreed_on is not null and starts_on <= %(day)s and worked_out_until >= %(day)s
order by starts_on desc limit 1;

-- name: work_in
-- A day that was worked on an order and lies in an absence.
select w.day from absences a join orders o on o.member_id = a.member_id and not o.open_ended
join worked_days w on w.order_id = o.order_id and w.day between a.starts_on and coalesce(a.back_on - 1, a.ends_on)
where a.absence_id = %(absence_id)s limit 1;

-- name: absent_twice
-- Absences that overlap with another one of the same worker.
select a.absence_id from absences a join absences b on b.member_id = a.member_id and b.absence_id > a.absence_id
    and b.state in ('asked', 'approved') and b.starts_on <= coalesce(a.back_on - 1, a.ends_on)
    and a.starts_on <= coalesce(b.back_on - 1, b.ends_on)
where a.state in ('asked', 'approved') and coalesce(a.back_on - 1, a.ends_on) >= a.starts_on
  and coalesce(b.back_on - 1, b.ends_on) >= b.starts_on order by a.absence_id;

-- name: decided_alone
-- Absences that were decided by nobody, or by the worker.
select absence_id from absences
where state in ('approved', 'refused') and decided_by in ('', member_id) order by absence_id;
