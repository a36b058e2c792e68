-- name: add_order
-- Write a signed order.
insert into orders (order_id, activity_id, member_id, client_id, client_country, contract, signed_on, starts_on,
    ends_on, cents, currency, signed_how, client_standing, withheld)
values (%(order_id)s, %(activity_id)s, %(member_id)s, %(client_id)s, %(client_country)s, %(contract)s, %(signed_on)s,
    %(starts_on)s, %(ends_on)s, %(cents)s, %(currency)s, %(signed_how)s, %(client_standing)s, %(withheld)s);

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

-- name: guaranteed_for_client
-- What the fund guarantees for a client: other orders, without VAT, whose money has not come in whole.
select coalesce(sum(o.cents), 0)::bigint as cents from orders o
where o.client_id = %(whose)s and o.order_id <> %(order_id)s and o.currency = %(currency)s and guarantee_stands(o);

-- name: guaranteed_for_member
-- What the fund guarantees for a member: other orders, without VAT, whose money has not come in whole.
select coalesce(sum(o.cents), 0)::bigint as cents from orders o
where o.member_id = %(whose)s and o.order_id <> %(order_id)s and o.currency = %(currency)s and guarantee_stands(o);

-- name: guaranteed_for_country
-- What the fund guarantees for clients of a country: other orders, without VAT, whose money has not come in whole.
select coalesce(sum(o.cents), 0)::bigint as cents from orders o
where o.client_country = %(whose)s and o.order_id <> %(order_id)s and o.currency = %(currency)s and guarantee_stands(o);

-- name: drop_open_parts
-- Drop the parts of an order on which nothing was done yet.
delete from parts where order_id = %(order_id)s and completed_on is null;

-- name: save_cancelled_order
-- Write the day on which an order was cancelled.
update orders set cancelled_on = %(on)s where order_id = %(order_id)s and cancelled_on is null;

-- name: add_part
-- Write a part of an order; one that was completed stays as it was worked.
insert into parts (order_id, part, starts_on, ends_on)
values (%(order_id)s, %(part)s, %(starts_on)s, %(ends_on)s)
on conflict (order_id, part) do nothing;

-- name: save_completed_part
-- Write when a part was completed and when its wage is due.
update parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, due_on = %(due_on)s,
    pay_on = %(pay_on)s, late = %(late)s
where order_id = %(order_id)s and part = %(part)s and completed_on is null;

-- name: add_worked_day
-- Write the hours worked on a day of a part.
insert into worked_days (order_id, part, day, hours) values (%(order_id)s, %(part)s, %(day)s, %(hours)s);

-- name: add_allocation
-- Write a budget allocated to a part.
insert into allocations (allocation_id, order_id, part, invoice_id, cents, currency, allocated_on)
values (%(allocation_id)s, %(order_id)s, %(part)s, %(invoice_id)s, %(cents)s, %(currency)s, %(on)s);

-- name: invoices_of_parts
-- The invoices that are to bring the money of parts.
select a.order_id, a.part, a.invoice_id
from unnest(%(order_ids)s::text[], %(parts)s::int[]) as p (order_id, part)
join allocations a on a.order_id = p.order_id and a.part = p.part;

-- name: save_blocked
-- Write why the wages of parts could not be worked out.
update parts p set blocked_by = b.code, blocked_why = b.why
from unnest(%(order_ids)s::text[], %(parts)s::int[], %(codes)s::text[], %(whys)s::text[]) as b (order_id, part, code, why)
where p.order_id = b.order_id and p.part = b.part;

-- name: mirror_with_invoicing
-- Budgets received from invoicing beside the clearing account that mirrors its own.
select (select coalesce(sum(cents), 0) from allocations)::bigint as allocated,
       (select coalesce(sum(cents), 0) from ledger_postings where account = any(%(accounts)s))::bigint as booked;
