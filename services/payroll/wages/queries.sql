-- name: lock_part_to_pay
-- A part whose wage was not worked out yet, with order, budget and worked days; skipped when another run has it.
select p.order_id, p.part, p.starts_on, p.ends_on, p.due_on, p.pay_on, p.late, o.activity_id, o.member_id, o.contract,
       a.currency, a.cents,
       (select array_agg(d.day order by d.day) from worked_days d
        where d.order_id = p.order_id and d.part = p.part) as worked_on,
       (select array_agg(d.hours order by d.day) from worked_days d
        where d.order_id = p.order_id and d.part = p.part) as worked_hours
from parts p join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where p.order_id = %(order_id)s and p.part = %(part)s and p.completed_on is not null
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
for update of p skip locked;

-- name: count_employments_in_month
-- How many of a member's orders have work in a calendar month: employments that took place, not parts of one.
select count(distinct o.order_id) as count from worked_days d join orders o on o.order_id = d.order_id
where o.member_id = %(member_id)s and d.day between %(first)s and %(last)s;

-- name: carried_over
-- What could not be taken from a member's wages so far and was not taken since.
select coalesce(sum(case l.code when 'carried_over' then l.cents else -l.cents end), 0)::bigint as cents
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.member_id = %(member_id)s and l.section = 'wage' and l.code in ('carried_over', 'carried_in')
  and l.currency = %(currency)s;

-- name: month_so_far
-- The sums of the counted lines of a member's wages of a month.
select l.code, sum(l.cents)::bigint as cents, l.currency
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.member_id = %(member_id)s and w.month = %(month)s and l.section = 'wage' and l.code = any(%(codes)s)
group by l.code, l.currency;

-- name: worked_so_far
-- The share of a full month and the days that a member's wages of a month cover.
select coalesce(sum(worked / full_time), 0) as share, coalesce(sum(days), 0)::int as days
from wages where member_id = %(member_id)s and month = %(month)s;

-- name: wages_since
-- A member's wages for work on or after a day.
select distinct w.wage_id from wages w join worked_days d on d.order_id = w.order_id and d.part = w.part
where w.member_id = %(member_id)s and d.day >= %(day)s order by w.wage_id;

-- name: add_wage
-- Write a wage.
insert into wages (wage_id, order_id, part, member_id, month, budget_cents, gross_cents, cost_cents, net_cents,
    currency, worked, full_time, days, strategy, due_on, pay_on, late, worked_out_on, undeclared)
values (%(wage_id)s, %(order_id)s, %(part)s, %(member_id)s, %(month)s, %(budget_cents)s, %(gross_cents)s,
    %(cost_cents)s, %(net_cents)s, %(currency)s, %(worked)s, %(full_time)s, %(days)s, %(strategy)s, %(due_on)s,
    %(pay_on)s, %(late)s, %(on)s, %(undeclared)s);

-- name: add_wage_line
-- Write an explained line of a wage.
insert into wage_lines (wage_id, place, section, code, label, base_cents, rate, cents, currency, effect, rule, source,
    provisional, over_cents, plus_cents, less_cents, least_cents, limit_cents, divides)
values (%(wage_id)s, %(place)s, %(section)s, %(code)s, %(label)s, %(base_cents)s, %(rate)s, %(cents)s, %(currency)s,
    %(effect)s, %(rule)s, %(source)s, %(provisional)s, %(over_cents)s, %(plus_cents)s, %(less_cents)s,
    %(least_cents)s, %(limit_cents)s, %(divides)s);

-- name: wage_owner
-- Whose wage it is.
select member_id from wages where wage_id = %(wage_id)s;

-- name: budgets_beside_ledger
-- Orders whose unspent budget differs from the balance of their budget account.
select o.order_id,
       (coalesce((select sum(cents) from allocations a where a.order_id = o.order_id), 0)
        - coalesce((select sum(budget_cents) from wages w where w.order_id = o.order_id), 0))::bigint as unspent,
       coalesce((select -sum(cents) from ledger_postings l
                 where l.account = any(%(accounts)s) and l.order_ref = o.order_id), 0)::bigint as booked
from orders o;

-- name: wages_beside_lines
-- Wages whose lines do not come to their net, or whose budget shares do not come to their budget.
select w.wage_id from wages w join wage_lines l on l.wage_id = w.wage_id
group by w.wage_id
having w.net_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                          filter (where l.section = 'wage')
    or w.gross_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                            filter (where l.section = 'budget');
