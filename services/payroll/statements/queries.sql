-- name: get_wage
-- A wage with where its payment stands and its payslip's number.
select w.*, p.state, p.paid_on, p.returned_on, p.batch_id, p.open_cents, p.set_off_cents,
       p.set_off_agreed_on is not null as may_set_off, s.year, s.number
from wages w join wage_payments p on p.wage_id = w.wage_id join payslips s on s.wage_id = w.wage_id
where w.wage_id = %(wage_id)s;

-- name: wage_lines
-- The explained lines of a wage, in order.
select section, code, label, base_cents, rate, cents, currency, effect, rule, source, provisional,
       over_cents, plus_cents, less_cents, least_cents, limit_cents, divides
from wage_lines where wage_id = %(wage_id)s order by place;

-- name: list_wages
-- A page of wages, the oldest first, after a cursor; of one member, order or state, or of all.
select w.wage_id, w.order_id, w.part, w.member_id, w.month, w.gross_cents, w.net_cents, w.currency, w.due_on, w.pay_on,
       w.late, w.undeclared, p.state, p.paid_on, p.returned_on, p.open_cents, p.set_off_cents,
       p.set_off_agreed_on is not null as may_set_off, s.year, s.number
from wages w join wage_payments p on p.wage_id = w.wage_id join payslips s on s.wage_id = w.wage_id
where w.wage_id > %(after)s
  and (%(state)s::text = '' or p.state = %(state)s)
  and (%(member_id)s::text = '' or w.member_id = %(member_id)s)
  and (%(order_id)s::text = '' or w.order_id = %(order_id)s)
order by w.wage_id limit %(limit)s;

-- name: list_blocked_wages
-- Parts whose wage was due and could not be worked out, with the refusal that stopped it.
select p.order_id, p.part, o.member_id, p.due_on, p.pay_on, p.blocked_by as code, p.blocked_why as why
from parts p join orders o on o.order_id = p.order_id
where p.blocked_by <> '' and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
order by p.pay_on, p.order_id, p.part limit %(limit)s;

-- name: parts_of_order
-- The parts of an order with budget, wage and advance, as far as there are any.
select p.part, p.completed_on, p.due_on, p.pay_on, p.late,
       case when w.wage_id is null then p.blocked_by else '' end as blocked_by,
       (select coalesce(sum(a.cents), 0) from allocations a
        where a.order_id = p.order_id and a.part = p.part)::bigint as budget_cents,
       w.wage_id, w.gross_cents, w.net_cents, w.budget_cents as used_cents, y.state, y.paid_on, v.advance_id,
       (select coalesce(sum(f.cents), 0) from employment_feeds f
        where f.from_order_id = p.order_id and f.from_part = p.part and f.from_feed_id is null)::bigint as fed_cents,
       coalesce(v.amount_cents, 0) as amount_cents, coalesce(v.recovered_cents, 0) as recovered_cents,
       coalesce(v.lost_cents, 0) as lost_cents, coalesce(v.regained_cents, 0) as regained_cents,
       coalesce(v.charged_cents, 0) as charged_cents
from parts p
left join wages w on w.order_id = p.order_id and w.part = p.part
left join wage_payments y on y.wage_id = w.wage_id
left join lateral (
    select max(advance_id) as advance_id, sum(amount_cents)::bigint as amount_cents,
           sum(recovered_cents)::bigint as recovered_cents, sum(lost_cents)::bigint as lost_cents,
           sum(regained_cents)::bigint as regained_cents, sum(charged_cents)::bigint as charged_cents
    from advances a where a.wage_id = w.wage_id) v on true
where p.order_id = %(order_id)s order by p.part;
