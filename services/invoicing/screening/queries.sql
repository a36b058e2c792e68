-- name: owed_by_client
-- What a client owes on invoices, and the day on which the oldest of them fell due.
select coalesce(sum(r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents), 0)::bigint as cents,
       min(r.due_on) as oldest_due_on
from receivables r join invoices i using (invoice_id)
where i.client_id = %(client_id)s and r.currency = %(currency)s and r.settled_on is null;

-- name: ordered_by_client
-- What a client has agreed to and is not invoiced yet, in other orders than this one; without VAT.
select coalesce(sum(p.cents), 0)::bigint as cents
from orders o join order_parts p using (order_id)
where o.client_id = %(client_id)s and o.order_id <> %(order_id)s and o.state in ('signed', 'agreed')
  and p.currency = %(currency)s and p.completed_on is null and p.given_up_on is null;

-- name: add_screening
-- Somebody is asked to look at an order; the same question is asked once.
insert into order_screenings (screening_id, order_id, digest, risks, state, asked_on, asked_by)
values (%(screening_id)s, %(order_id)s, %(digest)s, %(risks)s, 'asked', %(on)s, %(actor)s)
on conflict (order_id, digest) do nothing;

-- name: find_screening
-- The question about exactly this order.
select s.*, o.number, o.member_id from order_screenings s join orders o using (order_id)
where s.order_id = %(order_id)s and s.digest = %(digest)s;

-- name: lock_screening
-- One question, locked until the transaction ends.
select screening_id from order_screenings where screening_id = %(screening_id)s for update;

-- name: get_screening
-- One question.
select s.*, o.number, o.member_id from order_screenings s join orders o using (order_id)
where s.screening_id = %(screening_id)s;

-- name: save_decision
-- The question was decided, by whom and why.
update order_screenings set state = %(state)s, decided_by = %(actor)s, decided_on = %(on)s, decision = %(decision)s
where screening_id = %(screening_id)s;

-- name: save_appeal
-- The question is asked again of another person; who refused it stays known.
update order_screenings set state = 'asked', appeal = %(appeal)s where screening_id = %(screening_id)s;

-- name: list_screenings
-- Questions after a cursor, oldest first, of one member, order or state where asked.
select s.*, o.number, o.member_id from order_screenings s join orders o using (order_id)
where s.screening_id > %(after)s
  and (%(member_id)s::text is null or o.member_id = %(member_id)s)
  and (%(order_id)s::text is null or s.order_id = %(order_id)s)
  and (%(state)s::text is null or s.state = %(state)s)
order by s.screening_id limit %(limit)s;

-- name: owner_of_screening
-- The member who works the order that a question is about.
select o.member_id from order_screenings s join orders o using (order_id) where s.screening_id = %(screening_id)s;
