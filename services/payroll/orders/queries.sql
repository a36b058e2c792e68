-- name: add_order
-- Write a signed order.
insert into orders (order_id, activity_id, member_id, client_id, client_country, contract, signed_on, starts_on,
    ends_on, cents, currency, signed_how, client_standing, withheld, open_ended, planned_hours)
values (%(order_id)s, %(activity_id)s, %(member_id)s, %(client_id)s, %(client_country)s, %(contract)s, %(signed_on)s,
    %(starts_on)s, %(ends_on)s, %(cents)s, %(currency)s, %(signed_how)s, %(client_standing)s, %(withheld)s,
    %(open_ended)s, %(planned_hours)s);

-- name: order
-- A signed order.
select * from orders where order_id = %(order_id)s;

-- name: orders
-- Signed orders.
select * from orders where order_id = any(%(order_ids)s);

-- name: save_amended_order
-- Write what was agreed anew on an order.
update orders set signed_on = %(signed_on)s, starts_on = %(starts_on)s, ends_on = %(ends_on)s, cents = %(cents)s,
    currency = %(currency)s, signed_how = %(signed_how)s, client_standing = %(client_standing)s,
    withheld = %(withheld)s
where order_id = %(order_id)s;

-- name: lock_limit
-- Whoever decides within the same limit waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.limit.' || %(whose)s::text, 0));

-- name: guaranteed_within
-- What the fund guarantees for a client, a member or the clients of a country, beside one order: without VAT, orders
-- whose money has not come in whole.
select (coalesce((select sum(cents) from guarantee_totals
                  where scope = %(scope)s and whose = %(whose)s and currency = %(currency)s), 0)
        - coalesce((select cents from guaranteed_orders
                    where order_id = %(order_id)s and currency = %(currency)s), 0))::bigint as cents;

-- name: orders_of_invoices
-- The orders whose budget invoices are to bring.
select distinct order_id from allocations where invoice_id = any(%(invoice_ids)s);

-- name: lock_orders
-- Orders, locked until commit in their order: what is read of them next has seen whoever held them before.
select order_id from orders where order_id = any(%(order_ids)s) order by order_id for update;

-- name: count_guarantees
-- Bring what is counted of orders in line with whether the fund still guarantees them, and the totals with it.
with judged as (
    select o.order_id, o.client_id, o.member_id, o.client_country,
           g.cents as cents_before, g.currency as currency_before,
           case when guarantee_stands(o) then nullif(o.cents, 0) end as cents_now, o.currency as currency_now
    from orders o left join guaranteed_orders g on g.order_id = o.order_id where o.order_id = any(%(order_ids)s)
), changed as (
    select * from judged
    where (cents_before, currency_before)
          is distinct from (cents_now, case when cents_now is not null then currency_now end)
), kept as (
    insert into guaranteed_orders (order_id, cents, currency)
    select order_id, cents_now, currency_now from changed where cents_now is not null
    on conflict (order_id) do update set cents = excluded.cents, currency = excluded.currency
), ended as (
    delete from guaranteed_orders g using changed c where g.order_id = c.order_id and c.cents_now is null
)
insert into guarantee_totals as t (scope, whose, currency, place, cents)
select scope, whose, currency, hashtext(order_id) & 15 as place, sum(cents)
from changed
cross join lateral (values ('client', client_id), ('member', member_id), ('country', client_country))
    as scopes (scope, whose)
cross join lateral (values (currency_before, -cents_before), (currency_now, cents_now)) as moved (currency, cents)
where cents is not null
group by 1, 2, 3, 4 order by 1, 2, 3, 4
on conflict (scope, whose, currency, place) do update set cents = t.cents + excluded.cents;

-- name: guarantees_beside_orders
-- Orders of which another amount is counted than the fund guarantees.
select o.order_id, coalesce(g.cents, 0) as counted, case when guarantee_stands(o) then o.cents else 0 end as guaranteed
from orders o left join guaranteed_orders g on g.order_id = o.order_id
where coalesce(g.cents, 0) <> case when guarantee_stands(o) then o.cents else 0 end or g.currency <> o.currency
order by o.order_id;

-- name: totals_beside_guarantees
-- Totals that are not the sum of what is counted of their orders.
select scope, whose, currency, sum(total)::bigint as total, sum(counted)::bigint as counted from (
    select scope, whose, currency, cents as total, 0 as counted from guarantee_totals
    union all
    select scope, whose, g.currency, 0, g.cents from guaranteed_orders g join orders o on o.order_id = g.order_id
    cross join lateral (values ('client', o.client_id), ('member', o.member_id), ('country', o.client_country))
        as scopes (scope, whose)) sums
group by scope, whose, currency having sum(total) <> sum(counted) order by scope, whose, currency;

-- name: drop_open_parts
-- Drop the parts of an order on which nothing was done yet.
delete from parts where order_id = %(order_id)s and completed_on is null;

-- name: save_cancelled_order
-- Write the day on which an order was cancelled.
update orders set cancelled_on = %(on)s where order_id = %(order_id)s and cancelled_on is null;

-- name: save_end
-- Write the last day of an employment that had none.
update orders set ends_on = %(ends_on)s where order_id = %(order_id)s and open_ended;

-- name: add_part
-- Write a part of an order; one that was completed stays as it was worked.
insert into parts (order_id, part, starts_on, ends_on, hours)
values (%(order_id)s, %(part)s, %(starts_on)s, %(ends_on)s, %(hours)s)
on conflict (order_id, part) do nothing;

-- name: save_completed_part
-- Write when an open part was completed, when its wage is due, and the hours of its days; whether it was there and open.
with completed as (
    update parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, due_on = %(due_on)s,
        pay_on = %(pay_on)s, late = %(late)s
    where order_id = %(order_id)s and part = %(part)s and completed_on is null
    returning order_id, part
), worked as (
    insert into worked_days (order_id, part, day, hours)
    select order_id, part, day, hours
    from completed, unnest(%(days)s::date[], %(hours)s::numeric[]) as new (day, hours)
)
select exists (select from completed) as was_open;

-- name: add_allocation
-- Write a budget allocated to a part.
insert into allocations (allocation_id, order_id, part, invoice_id, cents, currency, allocated_on)
values (%(allocation_id)s, %(order_id)s, %(part)s, %(invoice_id)s, %(cents)s, %(currency)s, %(on)s);

-- name: invoices_of_parts
-- The invoices that are to bring the money of parts; the months of an open-ended employment have none of their own.
select a.order_id, a.part, a.invoice_id
from unnest(%(order_ids)s::text[], %(parts)s::int[]) as p (order_id, part)
join allocations a on a.order_id = p.order_id and a.part = p.part where a.invoice_id is not null;

-- name: planned_of
-- What was allocated to an order's parts, and how many parts have no budget yet.
select coalesce(sum(a.cents), 0)::bigint as allocated, count(*) filter (where a.order_id is null) as open_parts
from parts p left join allocations a on a.order_id = p.order_id and a.part = p.part where p.order_id = %(order_id)s;

-- name: save_blocked
-- Write why the wages of parts could not be worked out.
update parts p set blocked_by = b.code, blocked_why = b.why
from unnest(%(order_ids)s::text[], %(parts)s::int[], %(codes)s::text[], %(whys)s::text[]) as b (order_id, part, code, why)
where p.order_id = b.order_id and p.part = b.part;

-- name: mirror_with_invoicing
-- Budgets received from invoicing beside the clearing account that mirrors its own.
select (select coalesce(sum(cents), 0) from allocations where invoice_id is not null)::bigint as allocated,
       (select coalesce(sum(cents), 0) from ledger_postings where account = any(%(accounts)s))::bigint as booked;
