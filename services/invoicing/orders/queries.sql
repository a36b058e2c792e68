-- name: add_order
-- Draft an order form.
insert into orders (order_id, number, entity, activity_id, member_id, client_id, client_country, title, client_reference,
                    contract, trade, place, state, drafted_on, joined_to)
values (%(order_id)s, %(number)s, %(entity)s, %(activity_id)s, %(member_id)s, %(client_id)s, %(client_country)s,
        %(title)s, %(client_reference)s, %(contract)s, %(trade)s, %(place)s, %(state)s, %(drafted_on)s,
        %(joined_to)s);

-- name: add_part
-- Add a part to an order form; one that bears the number of a part with a deposit takes its place.
insert into order_parts (order_id, part, description, starts_on, ends_on, days, hours, cents, currency)
values (%(order_id)s, %(part)s, %(description)s, %(starts_on)s, %(ends_on)s, %(days)s, %(hours)s, %(cents)s,
        %(currency)s)
on conflict (order_id, part) do update set description = excluded.description, starts_on = excluded.starts_on,
    ends_on = excluded.ends_on, days = excluded.days, hours = excluded.hours, cents = excluded.cents,
    currency = excluded.currency, given_up_on = null;

-- name: add_line
-- Add a priced line to a part.
insert into order_lines (order_id, part, line, description, quantity, unit, unit_price, discount, supply)
values (%(order_id)s, %(part)s, %(line)s, %(description)s, %(quantity)s, %(unit)s, %(unit_price)s, %(discount)s,
        %(supply)s);

-- name: remove_open_parts
-- Take away the open parts that an amendment replaces; what was completed or given up stays. A part on which a deposit
-- was given back stays too, given up, until another takes its number.
with lines as (
    delete from order_lines l using order_parts p
    where p.order_id = %(order_id)s and p.completed_on is null and p.given_up_on is null
      and (l.order_id, l.part) = (p.order_id, p.part)
), kept as (
    update order_parts p set given_up_on = %(on)s
    where p.order_id = %(order_id)s and p.completed_on is null and p.given_up_on is null
      and exists (select from invoices i where (i.order_id, i.part) = (p.order_id, p.part))
)
delete from order_parts p where p.order_id = %(order_id)s and p.completed_on is null and p.given_up_on is null
  and not exists (select from invoices i where (i.order_id, i.part) = (p.order_id, p.part));

-- name: find_deposit
-- A deposit of which something is left on a part that is not worked yet.
select i.number from invoices i join receivables r using (invoice_id)
where i.order_id = %(order_id)s and i.in_advance and i.kind = 'invoice' and r.credited_cents < r.total_cents
  and not exists (select from deposit_deductions d where d.deposit_id = i.invoice_id)
order by i.number limit 1;

-- name: give_up_open_parts
-- The parts of a stopped order that nobody will work.
update order_parts set given_up_on = %(on)s where order_id = %(order_id)s and completed_on is null;

-- name: save_stopped
-- What was open of the order was given up.
update orders set state = %(state)s, stopped_on = %(on)s, stopped_because = %(reason)s, stop_note = %(note)s
where order_id = %(order_id)s;

-- name: next_number
-- The next number of the order forms of a year; gaps do no harm.
insert into order_numbers as n (year, last) values (%(year)s, 1)
on conflict (year) do update set last = n.last + 1 returning last;

-- name: lock_order
-- One order form, locked until the transaction ends.
select * from orders where order_id = %(order_id)s for update;

-- name: list_joined
-- The orders that are agreed by the form of another.
select order_id from orders where joined_to = %(order_id)s order by order_id;

-- name: get_order
-- One order form.
select * from orders where order_id = %(order_id)s;

-- name: list_parts
-- The parts of an order form, in order, without those that were given up, each with its lines (exact figures as text).
select p.*, (select coalesce(jsonb_agg(jsonb_build_object(
                 'description', l.description, 'quantity', l.quantity::text, 'unit', l.unit,
                 'unit_price', l.unit_price::text, 'discount', l.discount::text, 'supply', l.supply) order by l.line), '[]')
             from order_lines l where l.order_id = p.order_id and l.part = p.part) as lines
from order_parts p where p.order_id = %(order_id)s and p.given_up_on is null order by p.part;

-- name: list_orders
-- Order forms after a cursor, oldest first, of one member, activity or state where asked.
select o.order_id, o.number, o.state, o.title, o.activity_id, o.member_id, o.client_id, c.name as client_name,
       p.starts_on, p.ends_on, p.cents, p.currency
from orders o join clients c using (client_id) cross join lateral (
    select min(starts_on) as starts_on, max(ends_on) as ends_on, sum(cents)::bigint as cents,
           min(currency) as currency
    from order_parts where order_id = o.order_id and given_up_on is null) p
where o.order_id > %(after)s
  and (%(member_id)s::text is null or o.member_id = %(member_id)s)
  and (%(activity_id)s::text is null or o.activity_id = %(activity_id)s)
  and (%(state)s::text is null or o.state = %(state)s)
order by o.order_id limit %(limit)s;

-- name: list_form_shares
-- The orders that one form agrees, that whose form it is first, each with what is worked of it.
select o.order_id, o.number, o.state, o.member_id, o.joined_to, p.days, p.hours, p.cents, p.currency
from orders asked
join orders o on coalesce(o.joined_to, o.order_id) = coalesce(asked.joined_to, asked.order_id)
cross join lateral (
    select sum(days)::bigint as days, sum(hours) as hours, sum(cents)::bigint as cents, min(currency) as currency
    from order_parts where order_id = o.order_id and given_up_on is null) p
where asked.order_id = %(order_id)s and p.cents is not null
order by o.joined_to nulls first, o.order_id;

-- name: save_sent
-- The form went to the client.
update orders set state = %(state)s, sent_on = %(on)s where order_id = %(order_id)s;

-- name: save_signature
-- The client signed, or signed again.
update orders set state = %(state)s, signed_on = %(signed_on)s, signed_by = %(signed_by)s,
       signature_reference = %(reference)s, signed_how = %(how)s
where order_id = %(order_id)s;

-- name: save_state
-- Where the order form is.
update orders set state = %(state)s where order_id = %(order_id)s;

-- name: save_cancelled
-- The order form was given up.
update orders set state = %(state)s, cancelled_on = %(on)s, cancelled_because = %(reason)s,
       cancellation_note = %(note)s
where order_id = %(order_id)s;

-- name: list_work_days
-- The days worked on an order.
select part, worked_on, hours from work_days where order_id = %(order_id)s order by part, worked_on;

-- name: save_declared
-- The employment of an order was declared; the last word holds.
insert into employments (order_id, declaration_id, declared_on, declared_from, declared_until)
values (%(order_id)s, %(declaration_id)s, %(known_on)s, %(starts_on)s, %(ends_on)s)
on conflict (order_id) do update set
    declaration_id = excluded.declaration_id, declared_on = excluded.declared_on,
    declared_from = excluded.declared_from, declared_until = excluded.declared_until, refused_because = null;

-- name: save_refused
-- The declaration of an order was refused: nothing is declared.
insert into employments (order_id, declaration_id, refused_because)
values (%(order_id)s, %(declaration_id)s, %(reason)s)
on conflict (order_id) do update set
    declaration_id = excluded.declaration_id, declared_on = null, declared_from = null, declared_until = null,
    refused_because = excluded.refused_because;

-- name: save_insured
-- The work of an order is insured; the last word holds.
insert into employments (order_id, cover_id, insured_on, insured_from, insured_until)
values (%(order_id)s, %(cover_id)s, %(known_on)s, %(starts_on)s, %(ends_on)s)
on conflict (order_id) do update set
    cover_id = excluded.cover_id, insured_on = excluded.insured_on, insured_from = excluded.insured_from,
    insured_until = excluded.insured_until;

-- name: save_cover_closed
-- The work of an order is insured no longer, unless under another cover.
update employments set cover_id = null, insured_on = null, insured_from = null, insured_until = null
where order_id = %(order_id)s and cover_id = %(cover_id)s;

-- name: forget_employment
-- What payroll said of an order was of other days.
delete from employments where order_id = %(order_id)s;

-- name: get_employment
-- What payroll said about the employment of an order.
select * from employments where order_id = %(order_id)s;

-- name: id_of_number
-- The order behind the number that people see.
select order_id as id from orders where number = %(number)s;
