-- name: add_receivable
-- What the client owes from now on.
insert into receivables (invoice_id, due_on, currency, total_cents)
values (%(invoice_id)s, %(due_on)s, %(currency)s, %(total_cents)s);

-- name: lock_receivables
-- What is owed on invoices, locked in one order until the transaction ends.
select i.invoice_id, i.order_id, i.member_id, i.activity_id, i.client_id, i.entity, r.due_on, r.currency, r.total_cents,
       r.paid_cents, r.credited_cents, r.written_off_cents, r.recovered_cents, r.written_off_vat_cents, r.recovered_vat_cents,
       r.overdue_on, r.settled_on, i.in_advance
from receivables r join invoices i using (invoice_id)
where r.invoice_id = any(%(ids)s)
order by r.invoice_id
for update of r;

-- name: save_receivables
-- What is owed on each invoice from now on.
update receivables r set paid_cents = n.paid, credited_cents = n.credited, written_off_cents = n.written_off,
       recovered_cents = n.recovered, written_off_vat_cents = n.written_off_vat,
       recovered_vat_cents = n.recovered_vat, overdue_on = n.overdue_on, settled_on = n.settled_on
from unnest(%(invoice_id)s::text[], %(overdue_on)s::date[], %(settled_on)s::date[], %(paid_cents)s::bigint[],
            %(credited_cents)s::bigint[], %(written_off_cents)s::bigint[], %(recovered_cents)s::bigint[],
            %(written_off_vat_cents)s::bigint[], %(recovered_vat_cents)s::bigint[])
    as n (invoice_id, overdue_on, settled_on, paid, credited, written_off, recovered, written_off_vat, recovered_vat)
where r.invoice_id = n.invoice_id;

-- name: hold_deposit
-- The order of a deposit, locked until the transaction ends.
select order_id from orders where order_id = (
    select order_id from invoices where invoice_id = %(invoice_id)s and in_advance) for update;

-- name: lock_overdue
-- Invoices open after their due day about which nothing was said yet, oldest first; those held by others are left.
select r.invoice_id from receivables r
where r.settled_on is null and r.overdue_on is null and r.due_on < %(on)s
order by r.due_on, r.invoice_id limit %(limit)s
for update skip locked;

-- name: count_overdue
-- How many invoices would be marked overdue.
select count(*) as count from receivables where settled_on is null and overdue_on is null and due_on < %(on)s;

-- name: add_write_off
-- Why and when an invoice was given up.
insert into write_offs (write_off_id, invoice_id, written_off_on, currency, cents, vat_cents, reason)
values (%(write_off_id)s, %(invoice_id)s, %(written_off_on)s, %(currency)s, %(cents)s, %(vat_cents)s, %(reason)s);

-- name: find_payments
-- What a movement paid, unless it was taken back already.
select payment_id, invoice_id, currency, applied_cents, recovered_cents, credit_cents from payments p
where p.movement_id = %(movement_id)s
  and not exists (select from payment_reversals r where r.payment_id = p.payment_id)
order by payment_id;

-- name: add_payments
-- What came in for invoices, how it was recognised and how it was used.
insert into payments (payment_id, movement_id, invoice_id, paid_on, matched_by, currency, applied_cents,
                      recovered_cents, credit_cents, place)
select * from unnest(%(payment_id)s::text[], %(movement_id)s::text[], %(invoice_id)s::text[], %(paid_on)s::date[],
                     %(matched_by)s::text[], %(currency)s::text[], %(applied)s::bigint[], %(recovered)s::bigint[],
                     %(credit)s::bigint[], %(place)s::int[]);

-- name: add_overpaid
-- What clients paid above what they owed stands on their accounts.
insert into client_account_entries (entry_id, client_id, kind, document, invoice_id, entity, currency, cents, entered_on)
select entry_id, client_id, 'overpaid', document, invoice_id, entity, currency, cents, %(on)s
from unnest(%(entry_id)s::text[], %(client_id)s::text[], %(document)s::text[], %(invoice_id)s::text[],
            %(entity)s::text[], %(currency)s::text[], %(cents)s::bigint[])
    as n (entry_id, client_id, document, invoice_id, entity, currency, cents);

-- name: add_reversal
-- The bank took a payment back.
insert into payment_reversals (payment_id, movement_id, reversed_on)
values (%(payment_id)s, %(movement_id)s, %(on)s);

-- name: sum_open
-- What clients owe by the receivables, in a currency.
select coalesce(sum(total_cents - paid_cents - credited_cents - written_off_cents), 0)::bigint as cents
from receivables where currency = %(currency)s;

-- name: lock_client
-- A client, locked until the transaction ends.
select client_id from clients where client_id = %(client_id)s for update;

-- name: sum_of_client
-- What a client has with the house.
select coalesce(sum(cents), 0)::bigint as cents from client_account_entries
where client_id = %(client_id)s and currency = %(currency)s;

-- name: add_account_entry
-- What moves a client's account.
insert into client_account_entries (entry_id, client_id, kind, document, invoice_id, entity, currency, cents, entered_on)
values (%(entry_id)s, %(client_id)s, %(kind)s, %(document)s, %(invoice_id)s, %(entity)s, %(currency)s, %(cents)s, %(on)s);

-- name: find_refund
-- A refund by the id that its transfer bears.
select client_id, entity, currency, cents from client_account_entries
where kind = 'refund' and document = %(document)s;

-- name: find_received
-- What a movement brought onto a client's account, unless somebody took it off again as placed wrongly.
select client_id, entity, currency, cents from client_account_entries e
where kind = 'received' and (document = %(document)s or document like %(document)s || '/%%')
  and not exists (select from client_account_entries b
                  where b.kind = 'taken_back' and b.document = e.document || '/undone');

-- name: clients_of_movement
-- The clients whose accounts a movement has moved.
select distinct client_id from (
    select i.client_id from payments p join invoices i using (invoice_id) where p.movement_id = %(movement_id)s
    union all
    select client_id from client_account_entries
    where kind = 'received' and (document = %(movement_id)s or document like %(movement_id)s || '/%%')) as moved
order by client_id;

-- name: find_refund_under_way
-- A refund that left and that neither a movement has carried out nor the bank has refused.
select client_id, entity, currency, cents from client_account_entries e
where kind = 'refund' and document = %(document)s
  and not exists (select from bank_movements m where m.end_to_end_id = e.document and m.cents = e.cents)
  and not exists (select from unmatched_movements u where u.refund_of = e.document)
  and not exists (select from client_account_entries b
                  where b.kind = 'refund_returned' and b.document = e.document || '/rejected');

-- name: sum_accounts
-- What all clients together have with the house.
select coalesce(sum(cents), 0)::bigint as cents from client_account_entries where currency = %(currency)s;

-- name: list_client_accounts
-- Clients who have something with the house, or owe what they were given back too much, after a cursor.
select client_id, currency, sum(cents)::bigint as cents, min(entered_on) as since from client_account_entries
where client_id > %(after)s group by client_id, currency having sum(cents) <> 0
order by client_id, currency limit %(limit)s;

-- name: list_deducting
-- The invoices that took deposits off, with what is paid of them and of all deposits that each took off.
select d.deposit_id, r.invoice_id, r.currency, r.total_cents, r.paid_cents,
       (select sum(p.paid_cents) from deposit_deductions o join receivables p on p.invoice_id = o.deposit_id
        where o.invoice_id = d.invoice_id)::bigint as prepaid_cents
from deposit_deductions d join receivables r using (invoice_id)
where d.deposit_id = any(%(ids)s);
