-- name: budgets_owed
-- Employment budgets of completed work whose wages are not worked out, by pay day; not those that feed an employment.
select p.pay_on as due_on, a.currency, sum(a.cents)::bigint as cents, count(*)::int as count
from parts p join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where o.entity = %(entity)s and p.completed_on is not null
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
group by p.pay_on, a.currency;

-- name: wages_owed
-- What the bank has not paid of wages, or gave back, by pay day.
select w.pay_on as due_on, w.currency, sum(y.open_cents)::bigint as cents, count(*)::int as count
from wage_payments y join wages w on w.wage_id = y.wage_id join orders o on o.order_id = w.order_id
where o.entity = %(entity)s and y.open_cents > 0
group by w.pay_on, w.currency;

-- name: dues_owed
-- What is open of dues, by creditor and due day.
select d.creditor, d.due_on, d.currency, count(*)::int as count,
       sum(d.amount_cents - (select coalesce(sum(s.cents), 0) from due_settlements s where s.due_id = d.due_id))::bigint
       as cents
from dues d where d.entity = %(entity)s and d.state <> 'paid' group by d.creditor, d.due_on, d.currency;

-- name: social_undeclared
-- What wages of each month put on the account of social security, of those that no closed return has.
select w.month, w.currency, count(distinct w.wage_id)::int as count,
       sum(case l.effect when 'takes' then l.cents else -l.cents end)::bigint as cents
from wages w join orders o on o.order_id = w.order_id join wage_lines l on l.wage_id = w.wage_id
where o.entity = %(entity)s
  and (l.section = 'wage' and l.code = any(%(owed)s) or l.section = 'budget' and l.code = 'employer_contributions')
  and not exists (select from social_return_wages d join social_returns r using (return_id)
                  where d.wage_id = w.wage_id and r.state <> 'closing')
group by w.month, w.currency;

-- name: withheld_undeclared
-- What wages paid in each month withheld, of those that no return has.
select to_char(w.pay_on, 'YYYY-MM') as month, w.currency, count(distinct w.wage_id)::int as count,
       sum(case l.effect when 'takes' then l.cents else -l.cents end)::bigint as cents
from wages w join orders o on o.order_id = w.order_id join wage_lines l on l.wage_id = w.wage_id
where o.entity = %(entity)s and l.section = 'wage' and l.code = any(%(owed)s)
  and not exists (select from withholding_return_wages d where d.wage_id = w.wage_id)
group by 1, w.currency;
