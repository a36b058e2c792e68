-- name: lock_series
-- The end of a series, locked until the transaction ends; a new series begins at nothing.
insert into invoice_series as s (series, entity, last_place, last_digest)
values (%(series)s, %(entity)s, 0, %(genesis)s)
on conflict (series) do update set last_place = s.last_place
returning s.series, s.entity, s.last_place, s.last_issued_on, s.last_digest;

-- name: begin_claim
-- The next number of our range of structured communications (gaps do no harm), and the deposits on a part that were paid
-- whole, with what is left of each, locked until the transaction ends.
with paid as (
    select i.invoice_id, i.currency, r.total_cents - r.credited_cents as cents
    from invoices i join receivables r using (invoice_id)
    where i.order_id = %(order_id)s and i.part = %(part)s and i.in_advance and i.kind = 'invoice'
      and r.paid_cents > 0 and r.paid_cents + r.credited_cents = r.total_cents
    for update of r
)
select nextval('invoice_references')::int as place,
       coalesce((select json_agg(paid order by invoice_id) from paid), '[]') as paid;

-- name: issue
-- Number a document that was written with a mark for its number: the next of its series, in date order, chained, kept for
-- ever with its tax per rate. One statement, for everybody else who issues waits for its end. Nothing where the series has
-- not begun or ends on a later day.
with ended as materialized (
    select series, entity, last_place + 1 as place, last_digest from invoice_series
    where series = %(series)s and (last_issued_on is null or last_issued_on <= %(issued_on)s) for update
), numbered as materialized (
    select *, series || '/' || lpad(place::text, greatest(length(place::text), 6), '0') as number from ended
), written as materialized (
    select *, replace(%(content)s, %(mark)s, number) as content, replace(%(ubl)s, %(mark)s, number) as ubl from numbered
), salted as materialized (
    select *, encode(sha256(convert_to(concat_ws(chr(31), %(salt)s::text, content, ubl), 'UTF8')), 'hex') as inner_digest
    from written
), chained as materialized (
    select *, encode(sha256(convert_to(concat_ws(chr(31), last_digest, number, inner_digest), 'UTF8')), 'hex') as digest
    from salted
), issued as (
    insert into invoices (invoice_id, kind, entity, series, place, number, order_id, part, activity_id, member_id,
                          client_id, refers_to, issued_on, supplied_on, due_on, currency, net_cents, vat_cents,
                          total_cents, structured_communication, content, ubl, salt, content_digest, digest, in_advance)
    select %(invoice_id)s, %(kind)s, entity, series, place, number, %(order_id)s, %(part)s, %(activity_id)s,
           %(member_id)s, %(client_id)s, %(refers_to)s, %(issued_on)s, %(supplied_on)s, %(due_on)s, %(currency)s,
           %(net_cents)s, %(vat_cents)s, %(total_cents)s, %(structured_communication)s, content, ubl, %(salt)s,
           inner_digest, digest, %(in_advance)s
    from chained
), taxed as (
    insert into invoice_taxes (invoice_id, category, rate, base_cents, vat_cents)
    select %(invoice_id)s, category, rate, base_cents, vat_cents
    from chained, unnest(%(categories)s::text[], %(rates)s::numeric[], %(bases)s::bigint[], %(vats)s::bigint[])
        as t (category, rate, base_cents, vat_cents)
)
update invoice_series s set last_place = c.place, last_issued_on = %(issued_on)s, last_digest = c.digest
from chained c where s.series = c.series
returning s.entity, c.place, c.number, c.inner_digest as content_digest, c.digest;

-- name: list_given_back
-- What credit notes gave back of an invoice, by category and rate.
select t.category, t.rate, sum(t.base_cents)::bigint as cents
from invoices i join invoice_taxes t using (invoice_id) where i.refers_to = %(invoice_id)s
group by t.category, t.rate;

-- name: get_invoice
-- One document with what is owed on it (nothing is, on a credit note).
select i.*, coalesce(r.paid_cents, 0) as paid_cents, coalesce(r.credited_cents, 0) as credited_cents,
       coalesce(r.written_off_cents, 0) as written_off_cents, coalesce(r.recovered_cents, 0) as recovered_cents,
       coalesce(r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents, 0) as open_cents,
       r.overdue_on, r.settled_on, p.invoice_id is not null as has_paper, p.faults,
       i.in_advance and not exists (select from deposit_deductions d where d.deposit_id = coalesce(i.refers_to, i.invoice_id))
           as waits_for_work
from invoices i left join receivables r using (invoice_id) left join invoice_papers p using (invoice_id)
where i.invoice_id = %(invoice_id)s;

-- name: list_taxes
-- The tax of a document, per rate.
select t.category, t.rate, t.base_cents, t.vat_cents, i.currency
from invoice_taxes t join invoices i using (invoice_id) where t.invoice_id = %(invoice_id)s
order by t.category, t.rate;

-- name: list_payments
-- What came in for an invoice, oldest first.
select p.payment_id, p.movement_id, p.paid_on, p.applied_cents, p.recovered_cents, p.credit_cents, p.currency,
       r.reversed_on
from payments p left join payment_reversals r using (payment_id)
where p.invoice_id = %(invoice_id)s order by p.payment_id;

-- name: list_invoices
-- Documents after a cursor, oldest first, of one client, member, order or state where asked.
select i.invoice_id, i.kind, i.number, i.order_id, i.part, i.client_id, i.member_id, i.issued_on, i.due_on, i.currency,
       i.net_cents, i.vat_cents, i.total_cents,
       coalesce(r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents, 0) as open_cents,
       coalesce(r.paid_cents, 0) as paid_cents, coalesce(r.credited_cents, 0) as credited_cents,
       coalesce(r.written_off_cents, 0) as written_off_cents, coalesce(r.recovered_cents, 0) as recovered_cents,
       r.overdue_on, r.settled_on, i.in_advance
from invoices i left join receivables r using (invoice_id)
where i.invoice_id > %(after)s
  and (%(client_id)s::text is null or i.client_id = %(client_id)s)
  and (%(member_id)s::text is null or i.member_id = %(member_id)s)
  and (%(order_id)s::text is null or i.order_id = %(order_id)s)
  and (%(open)s::boolean is null or %(open)s = (i.kind = 'invoice' and r.settled_on is null))
order by i.invoice_id limit %(limit)s;

-- name: count_invoices
-- How many documents there are, and how many still claim something.
select count(*) filter (where i.kind = 'invoice') as invoices,
       count(*) filter (where i.kind = 'credit_note') as credit_notes,
       count(*) filter (where i.kind = 'invoice' and r.settled_on is null) as open,
       count(*) filter (where i.kind = 'invoice' and r.settled_on is null and r.overdue_on is not null) as overdue
from invoices i left join receivables r using (invoice_id);

-- name: get_credited_net
-- What the credit notes of an invoice gave back so far, without VAT.
select coalesce(sum(net_cents), 0)::bigint as cents from invoices where refers_to = %(invoice_id)s;

-- name: list_issued
-- Every document of every series in its place, for the proof that numbers are gapless and the chain is whole.
select i.invoice_id, i.series, i.place, i.number, i.issued_on, i.net_cents, i.vat_cents, i.total_cents, i.currency,
       i.content, i.ubl, i.salt, i.content_digest, i.digest, s.last_place, s.last_digest,
       i.erased_on is not null as erased
from invoices i join invoice_series s using (series) order by i.series, i.place;

-- name: list_wrong_taxes
-- Documents whose tax per rate does not add up to their totals.
select i.number from invoices i join invoice_taxes t using (invoice_id)
group by i.invoice_id, i.number, i.net_cents, i.vat_cents
having sum(t.base_cents) <> i.net_cents or sum(t.vat_cents) <> i.vat_cents;

-- name: list_wrong_series
-- Series that count further than they hold.
select s.series from invoice_series s
where s.last_place <> (select count(*) from invoices i where i.series = s.series);

-- name: list_deposited
-- What deposits claim of a part, less what was given back of them, by category and rate.
select t.category, t.rate, sum(case i.kind when 'invoice' then t.base_cents else -t.base_cents end)::bigint as cents
from invoices i join invoice_taxes t using (invoice_id)
where i.order_id = %(order_id)s and i.part = %(part)s and i.in_advance group by t.category, t.rate;

-- name: add_deduction
-- An invoice takes a deposit off.
insert into deposit_deductions (deposit_id, invoice_id, currency, cents)
values (%(deposit_id)s, %(invoice_id)s, %(currency)s, %(cents)s);

-- name: sum_deposits
-- What deposits claim that no invoice has taken off, less what was given back of them.
select coalesce(sum(case i.kind when 'invoice' then i.net_cents else -i.net_cents end), 0)::bigint as cents
from invoices i where i.in_advance and i.currency = %(currency)s
  and not exists (select from deposit_deductions d where d.deposit_id = coalesce(i.refers_to, i.invoice_id));
