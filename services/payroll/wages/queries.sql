-- name: lock_parts_to_pay
-- Parts whose wage was not worked out yet, with order, budget and worked days, in the order in which they were asked
-- for; those that another run has are left to it. What is worked inside an open-ended employment feeds that instead.
-- A part of holiday pay has no days, and what of it is for days of leave, as much again, and beyond that.
select p.order_id, p.part, p.starts_on, p.ends_on, p.due_on, p.pay_on, p.late, o.activity_id, o.member_id, o.contract,
       a.currency, a.cents,
       coalesce((select array_agg(d.day order by d.day) from worked_days d
                 where d.order_id = p.order_id and d.part = p.part), '{}') as worked_on,
       coalesce((select array_agg(d.hours order by d.day) from worked_days d
                 where d.order_id = p.order_id and d.part = p.part), '{}') as worked_hours,
       h.simple_cents, h.double_cents, h.beyond_cents, h.normal_cents
from unnest(%(order_ids)s::text[], %(parts)s::int[]) with ordinality as asked (order_id, part, place)
join parts p on p.order_id = asked.order_id and p.part = asked.part
join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
left join lateral (
    select sum(e.simple_cents)::bigint as simple_cents, sum(e.double_cents)::bigint as double_cents,
           sum(e.beyond_cents)::bigint as beyond_cents, max(e.normal_cents) as normal_cents
    from exit_holiday_pays e where e.order_id = p.order_id and e.part = p.part) h on true
where p.completed_on is not null
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
  and not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                  and not o.open_ended and p.starts_on >= e.starts_on
                  and (e.last_on is null or p.ends_on <= e.last_on))
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
order by asked.place
for update of p skip locked;

-- name: employments_in_months
-- How many of each member's orders have work in a calendar month: employments that took place, not parts of one, nor
-- what is worked inside an open-ended one.
select asked.member_id, count(distinct o.order_id) as count
from unnest(%(member_ids)s::text[], %(firsts)s::date[], %(lasts)s::date[]) as asked (member_id, first, last)
join orders o on o.member_id = asked.member_id
join worked_days d on d.order_id = o.order_id and d.day between asked.first and asked.last
join parts p on p.order_id = d.order_id and p.part = d.part
where not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                  and not o.open_ended and p.starts_on >= e.starts_on
                  and (e.last_on is null or p.ends_on <= e.last_on))
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
group by asked.member_id;

-- name: carried_over
-- What could not be taken from members' wages so far and was not taken since.
select w.member_id, l.currency, sum(case l.code when 'carried_over' then l.cents else -l.cents end)::bigint as cents
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.member_id = any(%(member_ids)s) and l.section = 'wage' and l.code in ('carried_over', 'carried_in')
group by w.member_id, l.currency;

-- name: months_so_far
-- The sums of the counted lines of members' wages of a month, but for those that stand alone.
select w.member_id, w.month, l.code, sum(l.cents)::bigint as cents, l.currency
from unnest(%(member_ids)s::text[], %(months)s::text[]) as asked (member_id, month)
join wages w on w.member_id = asked.member_id and w.month = asked.month and w.strategy <> all(%(alone)s::text[])
join wage_lines l on l.wage_id = w.wage_id and l.section = 'wage' and l.code = any(%(codes)s)
group by w.member_id, w.month, l.code, l.currency;

-- name: worked_so_far
-- The share of a full month and the days that members' wages of a month cover, but for those that stand alone.
select w.member_id, w.month, sum(w.worked / w.full_time) as share, sum(w.days)::int as days
from unnest(%(member_ids)s::text[], %(months)s::text[]) as asked (member_id, month)
join wages w on w.member_id = asked.member_id and w.month = asked.month and w.strategy <> all(%(alone)s::text[])
group by w.member_id, w.month;

-- name: paid_hours
-- The hours of days for which a member's wages were worked out.
select d.day, sum(d.hours) as hours from wages w
join worked_days d on d.order_id = w.order_id and d.part = w.part
where w.member_id = %(member_id)s and d.day = any(%(days)s::date[]) group by d.day;

-- name: wages_since
-- A member's wages for work on or after a day.
select distinct w.wage_id from wages w join worked_days d on d.order_id = w.order_id and d.part = w.part
where w.member_id = %(member_id)s and d.day >= %(day)s order by w.wage_id;

-- name: add_wages
-- Write wages.
copy wages (wage_id, order_id, part, member_id, month, budget_cents, gross_cents, cost_cents, net_cents, currency,
    worked, full_time, days, strategy, due_on, pay_on, late, worked_out_on, undeclared) from stdin;

-- name: add_wage_lines
-- Write the explained lines of wages.
copy wage_lines (wage_id, place, section, code, label, base_cents, rate, cents, currency, effect, rule, source,
    provisional, divides, over_cents, plus_cents, less_cents, least_cents, limit_cents) from stdin;

-- name: add_low_pay
-- Flag a wage below the guaranteed minimum.
insert into work_flags (flag_id, order_id, part, kind, day, found, bound, found_on)
values (%(flag_id)s, %(order_id)s, %(part)s, 'pay_below_minimum', %(day)s, %(found)s, %(bound)s, %(on)s)
on conflict (order_id, part, kind, day) do nothing;

-- name: wage_owner
-- Whose wage it is.
select member_id from wages where wage_id = %(wage_id)s;

-- name: budgets_beside_ledger
-- Orders whose unspent budget differs from the balance of their budget account. What fed an employment left the order;
-- an employment has what fed it, and what the mutual fund lends of the months for which nothing fed it yet.
with moved as (
    select order_id, cents from employment_feeds
    union all
    select coalesce(g.order_id, f.from_order_id), -f.cents
    from employment_feeds f left join employment_feeds g on g.feed_id = f.from_feed_id
    union all
    select order_id, -cents from employment_slices),
     allocated as (
    select order_id, sum(cents) as cents
    from (select order_id, cents from allocations union all select order_id, cents from moved) budgets group by order_id),
     spent as (select order_id, sum(budget_cents) as cents from wages group by order_id),
     booked as (select order_ref as order_id, -sum(cents) as cents from ledger_postings
                where account = any(%(accounts)s) group by order_ref)
select order_id, (coalesce(a.cents, 0) - coalesce(s.cents, 0))::bigint as unspent,
       coalesce(b.cents, 0)::bigint as booked
from orders left join allocated a using (order_id) left join spent s using (order_id) left join booked b using (order_id)
where coalesce(a.cents, 0) - coalesce(s.cents, 0) <> coalesce(b.cents, 0);

-- name: wages_beside_lines
-- Wages whose lines do not come to their net, or whose budget shares do not come to their budget.
select w.wage_id from wages w join wage_lines l on l.wage_id = w.wage_id
group by w.wage_id
having w.net_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                          filter (where l.section = 'wage')
    or w.gross_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                            filter (where l.section = 'budget');
