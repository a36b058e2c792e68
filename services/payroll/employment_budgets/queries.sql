-- name: list_to_keep
-- Employments that were agreed and took place, of which a month may be over, a budget may come, a warning may be due, or
-- holiday pay may be owed at the end.
select e.employment_id from employments e
where e.agreed_on is not null and coalesce(e.ended_by, '') <> 'never_began' and (
    e.last_on is null or e.last_on >= %(day)s
    or exists (select from parts p where p.order_id = e.order_id)
       and not exists (select from exit_holiday_pays h where h.order_id = e.order_id)
    or coalesce(e.worked_out_until, '-infinity') < e.last_on
    or exists (select from absences a where a.member_id = e.member_id and a.decided_by <> ''
               and (a.state = 'withdrawn' or a.back_on is not null or a.other_cause)
               and a.starts_on <= e.last_on and a.ends_on >= e.starts_on)
    or exists (select from parts p join orders o on o.order_id = p.order_id
               where o.member_id = e.member_id and not o.open_ended and p.completed_on is not null
                 and p.starts_on >= e.starts_on and p.ends_on <= e.last_on
                 and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
                 and not exists (select from employment_feeds f where f.from_order_id = p.order_id
                                 and f.from_part = p.part)))
order by e.employment_id;

-- name: lock_inside
-- Completed parts of a worker's orders that lie inside an employment and did not feed it, locked in order.
select p.order_id, p.part from parts p join orders o on o.order_id = p.order_id
where o.member_id = %(member_id)s and o.entity = %(entity)s and not o.open_ended and p.completed_on is not null
  and p.starts_on >= %(starts_on)s and p.ends_on <= %(last_on)s
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
order by p.completed_on, p.order_id, p.part for update of p;

-- name: budgets_inside
-- Those of parts that have a budget and no wage, with whose budget it is, the first completed first.
select p.order_id, p.part, p.pay_on, a.cents, a.currency, a.invoice_id, o.activity_id, o.member_id
from unnest(%(order_ids)s::text[], %(parts)s::int[]) with ordinality as asked (order_id, part, place)
join parts p on p.order_id = asked.order_id and p.part = asked.part join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where not exists (select from wages w where w.order_id = p.order_id and w.part = p.part) order by asked.place;

-- name: add_feeds
-- Write what feeds an employment.
copy employment_feeds (feed_id, order_id, from_order_id, from_part, from_feed_id, invoice_id, cents, currency, fed_on)
from stdin;

-- name: feeds
-- What is left of what fed an employment, the oldest first.
select f.feed_id, f.from_order_id, f.from_part, f.invoice_id, f.currency,
       (f.cents - coalesce((select sum(s.cents) from employment_slices s where s.feed_id = f.feed_id), 0)
        - coalesce((select sum(g.cents) from employment_feeds g where g.from_feed_id = f.feed_id), 0))::bigint as cents
from employment_feeds f where f.order_id = %(order_id)s order by f.fed_on, f.feed_id;

-- name: lent
-- What the mutual fund lent for the months of an employment and nothing gave back, the oldest first.
select a.part, (a.cents - coalesce(s.cents, 0))::bigint as cents, coalesce(s.cents, 0)::bigint as starts_at, a.currency
from allocations a
left join lateral (select sum(cents) as cents from employment_slices s
                   where s.order_id = a.order_id and s.part = a.part) s on true
where a.order_id = %(order_id)s and a.invoice_id is null and a.cents > coalesce(s.cents, 0)
  and not exists (select from exit_holiday_pays h where h.order_id = a.order_id and h.part = a.part)
order by a.part;

-- name: add_slices
-- Write which feed brings which cents of a month's budget.
copy employment_slices (order_id, part, starts_at, feed_id, cents, on_day) from stdin;

-- name: next_month
-- The number of an employment's next month.
select coalesce(max(part), 0) + 1 as part from parts where order_id = %(order_id)s;

-- name: paid_days
-- The days that the wages of an employment pay.
select day from worked_days where order_id = %(order_id)s;

-- name: earlier_employments
-- A worker's employments before one, all of whose wages are worked out.
select f.employment_id from employments f
where f.member_id = %(member_id)s and f.entity = %(entity)s and f.agreed_on is not null and f.last_on < %(starts_on)s
  and f.worked_out_until >= f.last_on and f.employment_id <> %(employment_id)s order by f.starts_on, f.employment_id;

-- name: coming
-- What was allocated to completed work inside an employment and has not fed it yet.
select coalesce(sum(a.cents), 0)::bigint as cents
from parts p join orders o on o.order_id = p.order_id join allocations a on a.order_id = p.order_id and a.part = p.part
where o.member_id = %(member_id)s and not o.open_ended and p.completed_on is not null and a.currency = %(currency)s
  and p.starts_on >= %(starts_on)s and p.ends_on <= %(last_on)s
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part);

-- name: planned_orders
-- A worker's orders inside an employment with parts that have no budget yet, and what was allocated to them so far.
select o.order_id, count(*) filter (where a.order_id is null)::int as open_parts,
       coalesce(sum(a.cents), 0)::bigint as allocated
from orders o join parts p on p.order_id = o.order_id
left join allocations a on a.order_id = p.order_id and a.part = p.part
where o.member_id = %(member_id)s and not o.open_ended and o.cancelled_on is null and o.currency = %(currency)s
  and o.starts_on >= %(starts_on)s and o.ends_on <= %(last_on)s
group by o.order_id having count(*) filter (where a.order_id is null) > 0 order by o.order_id;

-- name: save_blocked
-- Write why an employment's month could not be worked out, or that nothing stops it.
update employments set blocked_by = %(code)s, blocked_why = %(why)s where employment_id = %(employment_id)s;

-- name: open_warning
-- The warning of an employment that is neither lifted nor carried out.
select place, warned_on, short_from, effective_on, remedy from employment_warnings
where employment_id = %(employment_id)s and lifted_on is null and applied_on is null;

-- name: add_warning
-- Write that a budget will not carry an employment.
insert into employment_warnings (employment_id, place, warned_on, short_from, effective_on, remedy)
select %(employment_id)s, count(*) + 1, %(warned_on)s, %(short_from)s, %(effective_on)s, %(remedy)s
from employment_warnings where employment_id = %(employment_id)s;

-- name: close_warning
-- A warning is lifted, or what it announced was carried out.
update employment_warnings set lifted_on = %(lifted_on)s, applied_on = %(applied_on)s
where employment_id = %(employment_id)s and place = %(place)s;

-- name: months
-- The months of an employment that were worked out: their budget, what brings it, and their wage if there is one; the
-- day on which that is paid, which is later than the month's own where it was worked out late.
select p.part, p.starts_on, p.ends_on, p.due_on, coalesce(w.pay_on, p.pay_on) as pay_on,
       a.cents as budget_cents, a.currency,
       coalesce((select sum(s.cents) from employment_slices s where s.order_id = p.order_id and s.part = p.part), 0)::bigint
           as brought_cents,
       w.wage_id, w.gross_cents, w.net_cents, y.state
from parts p join allocations a on a.order_id = p.order_id and a.part = p.part
left join wages w on w.order_id = p.order_id and w.part = p.part
left join wage_payments y on y.wage_id = w.wage_id
where p.order_id = %(order_id)s
  and not exists (select from exit_holiday_pays h where h.order_id = p.order_id and h.part = p.part)
order by p.part;

-- name: fed_by
-- What fed an employment, the oldest first.
select feed_id, from_order_id, from_part, invoice_id, cents, currency, fed_on from employment_feeds
where order_id = %(order_id)s order by fed_on, feed_id;

-- name: overspent_feeds
-- What brought more than it was.
select f.feed_id from employment_feeds f
where f.cents < coalesce((select sum(s.cents) from employment_slices s where s.feed_id = f.feed_id), 0)
              + coalesce((select sum(g.cents) from employment_feeds g where g.from_feed_id = f.feed_id), 0)
order by f.feed_id;

-- name: slices_with_gaps
-- Months whose slices do not follow each other from the first cent, or go beyond the budget.
select s.order_id, s.part from (
    select order_id, part, sum(cents) as cents, max(starts_at + cents) as ends_at, count(*) as count,
           sum(cents) filter (where starts_at = before) as linked
    from (select *, coalesce(sum(cents) over (partition by order_id, part order by starts_at
                                              rows between unbounded preceding and 1 preceding), 0) as before
          from employment_slices) one group by order_id, part) s
join allocations a on a.order_id = s.order_id and a.part = s.part
where s.linked is distinct from s.cents or s.ends_at > a.cents order by s.order_id, s.part;

-- name: fed_twice
-- Parts that fed an employment with another amount than their budget, or have a wage of their own beside.
select f.from_order_id, f.from_part from employment_feeds f
join allocations a on a.order_id = f.from_order_id and a.part = f.from_part
where f.from_feed_id is null and (f.cents <> a.cents or f.invoice_id <> a.invoice_id
    or exists (select from wages w where w.order_id = f.from_order_id and w.part = f.from_part))
order by f.from_order_id, f.from_part;

-- name: lent_beside_ledger
-- Employments for which the mutual fund lent another amount than what nothing brings yet.
with lent as (
    select a.order_id, sum(a.cents) - coalesce((select sum(s.cents) from employment_slices s
                                                where s.order_id = a.order_id), 0) as cents
    from allocations a where a.invoice_id is null
      and not exists (select from exit_holiday_pays h where h.order_id = a.order_id and h.part = a.part)
    group by a.order_id),
     booked as (
    select p.order_ref as order_id, sum(p.cents) as cents from ledger_postings p
    join ledger_entries e on e.id = p.entry_id
    where e.journal = 'employments' and p.account = any(%(accounts)s) group by p.order_ref)
select coalesce(l.order_id, b.order_id) as order_id, coalesce(l.cents, 0)::bigint as lent,
       coalesce(b.cents, 0)::bigint as booked
from lent l full join booked b on b.order_id = l.order_id where coalesce(l.cents, 0) <> coalesce(b.cents, 0);
