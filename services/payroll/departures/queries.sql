-- name: earned
-- The gross wages of an employment by the year of the work, without its holiday pay.
select left(w.month, 4)::int as year, sum(w.gross_cents)::bigint as cents, w.currency from wages w
where w.order_id = %(order_id)s
  and not exists (select from exit_holiday_pays h where h.order_id = w.order_id and h.part = w.part)
group by 1, w.currency order by 1;

-- name: to_be_worked_out
-- The months of an employment whose wage is not worked out yet: their budget and the last day that they pay.
select a.cents, a.currency, max(d.day) as last_paid from allocations a
join worked_days d on d.order_id = a.order_id and d.part = a.part
where a.order_id = %(order_id)s
  and not exists (select from wages w where w.order_id = a.order_id and w.part = a.part)
group by a.part, a.cents, a.currency order by a.part;

-- name: settled
-- What was settled of each year before.
select year, sum(simple_cents)::bigint as simple_cents, sum(double_cents)::bigint as double_cents,
       sum(beyond_cents)::bigint as beyond_cents, max(normal_cents) as normal_cents, currency
from exit_holiday_pays where order_id = %(order_id)s group by year, currency order by year;

-- name: next_part
-- The number of an employment's next part.
select coalesce(max(part), 0) + 1 as part from parts where order_id = %(order_id)s;

-- name: add_settled
-- Write what is owed of a year, and in which part it is paid.
insert into exit_holiday_pays (order_id, part, year, earned_cents, leave_days, taken_days, simple_cents, double_cents,
    beyond_cents, normal_cents, currency, settled_on)
values (%(order_id)s, %(part)s, %(year)s, %(earned)s, %(leave_days)s, %(taken_days)s, %(simple)s, %(double)s, %(beyond)s,
    %(normal)s, %(currency)s, %(on)s);

-- name: settled_beside_wages
-- Parts of holiday pay whose wage has another gross than what was settled.
select h.order_id, h.part from exit_holiday_pays h join wages w on w.order_id = h.order_id and w.part = h.part
group by h.order_id, h.part, w.gross_cents
having w.gross_cents <> sum(h.simple_cents + h.double_cents + h.beyond_cents) order by h.order_id, h.part;
