-- name: note_member
-- An admitted member; said twice, known once. One who left and came back is admitted again.
insert into members (member_id, admitted_on) values (%(member_id)s, %(admitted_on)s)
on conflict (member_id) do update set admitted_on = excluded.admitted_on, left_on = null
where members.left_on is not null and members.left_on <= excluded.admitted_on;

-- name: note_member_left
-- The day on which a member left.
update members set left_on = %(left_on)s where member_id = %(member_id)s;

-- name: get_member
-- A member, as far as invoicing knows.
select member_id, admitted_on, left_on from members where member_id = %(member_id)s;

-- name: add_client
-- Register a client.
insert into clients (client_id, kind, name, country, enterprise_number, vat_number, vat_check, street, postcode, city,
                     email, language, registered_on)
values (%(client_id)s, %(kind)s, %(name)s, %(country)s, %(enterprise_number)s, %(vat_number)s, %(vat_check)s,
        %(street)s, %(postcode)s, %(city)s, %(email)s, %(language)s, %(registered_on)s);

-- name: get_client
-- One client.
select * from clients where client_id = %(client_id)s;

-- name: list_clients
-- Clients after a cursor, oldest first.
select * from clients where client_id > %(after)s order by client_id limit %(limit)s;

-- name: add_activity
-- Open an activity.
insert into activities (activity_id, member_id, name, opened_on)
values (%(activity_id)s, %(member_id)s, %(name)s, %(opened_on)s);

-- name: get_activity
-- One activity.
select * from activities where activity_id = %(activity_id)s;

-- name: list_activities
-- The activities of a member, oldest first.
select * from activities where member_id = %(member_id)s order by activity_id;

-- name: add_order
-- Draft an order form.
insert into orders (order_id, activity_id, member_id, client_id, client_country, title, client_reference, contract,
                    state, drafted_on)
values (%(order_id)s, %(activity_id)s, %(member_id)s, %(client_id)s, %(client_country)s, %(title)s,
        %(client_reference)s, %(contract)s, %(state)s, %(drafted_on)s);

-- name: add_part
-- Add a part to an order form.
insert into order_parts (order_id, part, description, starts_on, ends_on, days, hours, cents, currency)
values (%(order_id)s, %(part)s, %(description)s, %(starts_on)s, %(ends_on)s, %(days)s, %(hours)s, %(cents)s,
        %(currency)s);

-- name: drop_parts
-- Take away the parts that an amendment replaces; completed ones are held by their days and invoice.
delete from order_parts where order_id = %(order_id)s;

-- name: lock_order
-- One order form, locked until the transaction ends.
select * from orders where order_id = %(order_id)s for update;

-- name: get_order
-- One order form.
select * from orders where order_id = %(order_id)s;

-- name: order_parts
-- The parts of an order form, in order.
select * from order_parts where order_id = %(order_id)s order by part;

-- name: list_orders
-- Order forms after a cursor, oldest first, of one member, activity or state where asked.
select order_id, state, title, activity_id, member_id, client_id from orders
where order_id > %(after)s
  and (%(member_id)s::text is null or member_id = %(member_id)s)
  and (%(activity_id)s::text is null or activity_id = %(activity_id)s)
  and (%(state)s::text is null or state = %(state)s)
order by order_id limit %(limit)s;

-- name: mark_sent
-- The form went to the client.
update orders set state = %(state)s, sent_on = %(on)s where order_id = %(order_id)s;

-- name: save_signature
-- The client signed, or signed again.
update orders set state = %(state)s, signed_on = %(signed_on)s, signed_by = %(signed_by)s,
       signature_reference = %(reference)s
where order_id = %(order_id)s;

-- name: save_state
-- Where the order form is.
update orders set state = %(state)s where order_id = %(order_id)s;

-- name: mark_cancelled
-- The order form was given up.
update orders set state = %(state)s, cancelled_on = %(on)s, cancelled_because = %(reason)s,
       cancellation_note = %(note)s
where order_id = %(order_id)s;

-- name: mark_completed
-- A part is done.
update order_parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, late = %(late)s
where order_id = %(order_id)s and part = %(part)s;

-- name: add_work_day
-- A day worked.
insert into work_days (order_id, part, worked_on, hours) values (%(order_id)s, %(part)s, %(on)s, %(hours)s);

-- name: work_days
-- The days worked on an order.
select part, worked_on, hours from work_days where order_id = %(order_id)s order by part, worked_on;

-- name: note_declared
-- The employment of an order was declared; the last word holds.
insert into employments (order_id, declaration_id, declared_on, declared_from, declared_until)
values (%(order_id)s, %(declaration_id)s, %(known_on)s, %(starts_on)s, %(ends_on)s)
on conflict (order_id) do update set
    declaration_id = excluded.declaration_id, declared_on = excluded.declared_on,
    declared_from = excluded.declared_from, declared_until = excluded.declared_until, refused_because = null;

-- name: note_refused
-- The declaration of an order was refused: nothing is declared.
insert into employments (order_id, declaration_id, refused_because)
values (%(order_id)s, %(declaration_id)s, %(reason)s)
on conflict (order_id) do update set
    declaration_id = excluded.declaration_id, declared_on = null, declared_from = null, declared_until = null,
    refused_because = excluded.refused_because;

-- name: note_insured
-- The work of an order is insured; the last word holds.
insert into employments (order_id, cover_id, insured_on, insured_from, insured_until)
values (%(order_id)s, %(cover_id)s, %(known_on)s, %(starts_on)s, %(ends_on)s)
on conflict (order_id) do update set
    cover_id = excluded.cover_id, insured_on = excluded.insured_on, insured_from = excluded.insured_from,
    insured_until = excluded.insured_until;

-- name: note_cover_closed
-- The work of an order is insured no longer, unless under another cover.
update employments set cover_id = null, insured_on = null, insured_from = null, insured_until = null
where order_id = %(order_id)s and cover_id = %(cover_id)s;

-- name: forget_employment
-- What payroll said of an order was of other days.
delete from employments where order_id = %(order_id)s;

-- name: get_employment
-- What payroll said about the employment of an order.
select * from employments where order_id = %(order_id)s;

-- name: lock_series
-- The end of a series, locked until the transaction ends; a new series begins at nothing.
insert into invoice_series as s (series, last_place, last_digest) values (%(series)s, 0, %(genesis)s)
on conflict (series) do update set last_place = s.last_place
returning s.series, s.last_place, s.last_issued_on, s.last_digest;

-- name: move_series
-- A series goes on by one number.
update invoice_series set last_place = %(place)s, last_issued_on = %(issued_on)s, last_digest = %(digest)s
where series = %(series)s;

-- name: next_reference
-- The next number of our range of structured communications; gaps do no harm.
select nextval('invoice_references') as place;

-- name: add_invoice
-- Keep an issued document for ever.
insert into invoices (invoice_id, kind, series, place, number, order_id, part, activity_id, member_id, client_id,
                      refers_to, issued_on, supplied_on, due_on, currency, net_cents, vat_cents, total_cents,
                      structured_communication, content, ubl, salt, content_digest, digest)
values (%(invoice_id)s, %(kind)s, %(series)s, %(place)s, %(number)s, %(order_id)s, %(part)s, %(activity_id)s,
        %(member_id)s, %(client_id)s, %(refers_to)s, %(issued_on)s, %(supplied_on)s, %(due_on)s, %(currency)s,
        %(net_cents)s, %(vat_cents)s, %(total_cents)s, %(structured_communication)s, %(content)s, %(ubl)s, %(salt)s,
        %(content_digest)s, %(digest)s);

-- name: add_tax
-- The tax of one rate on a document.
insert into invoice_taxes (invoice_id, category, rate, base_cents, vat_cents)
values (%(invoice_id)s, %(category)s, %(rate)s, %(base_cents)s, %(vat_cents)s);

-- name: add_receivable
-- What the client owes from now on.
insert into receivables (invoice_id, due_on, currency, total_cents)
values (%(invoice_id)s, %(due_on)s, %(currency)s, %(total_cents)s);

-- name: add_budget
-- What became of a turnover.
insert into budgets (allocation_id, invoice_id, order_id, part, currency, net_cents, fee_rate, fee_source, fee_cents,
                     expenses_cents, budget_cents)
values (%(allocation_id)s, %(invoice_id)s, %(order_id)s, %(part)s, %(currency)s, %(net_cents)s, %(fee_rate)s,
        %(fee_source)s, %(fee_cents)s, %(expenses_cents)s, %(budget_cents)s);

-- name: get_budget
-- What became of the turnover of an invoice.
select * from budgets where invoice_id = %(invoice_id)s;

-- name: get_credited_net
-- What the credit notes of an invoice gave back so far, without VAT.
select coalesce(sum(net_cents), 0)::bigint as cents from invoices where refers_to = %(invoice_id)s;

-- name: lock_receivable
-- What is owed on an invoice, locked until the transaction ends.
select i.invoice_id, i.order_id, i.member_id, i.activity_id, i.client_id, r.due_on, r.currency, r.total_cents,
       r.paid_cents, r.credited_cents, r.written_off_cents, r.recovered_cents, r.overdue_on, r.settled_on
from receivables r join invoices i using (invoice_id)
where r.invoice_id = %(invoice_id)s
for update of r;

-- name: find_by_communication
-- The invoice that bears a structured communication.
select invoice_id from invoices where structured_communication = %(structured_communication)s;

-- name: save_receivable
-- What is owed on an invoice from now on.
update receivables set paid_cents = %(paid_cents)s, credited_cents = %(credited_cents)s,
       written_off_cents = %(written_off_cents)s, recovered_cents = %(recovered_cents)s, overdue_on = %(overdue_on)s,
       settled_on = %(settled_on)s
where invoice_id = %(invoice_id)s;

-- name: overdue_receivables
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
insert into write_offs (write_off_id, invoice_id, written_off_on, currency, cents, reason)
values (%(write_off_id)s, %(invoice_id)s, %(written_off_on)s, %(currency)s, %(cents)s, %(reason)s);

-- name: get_invoice
-- One document with what is owed on it (nothing is, on a credit note).
select i.*, r.paid_cents, r.credited_cents, r.written_off_cents, r.recovered_cents, r.overdue_on, r.settled_on,
       p.invoice_id is not null as has_paper, p.faults
from invoices i left join receivables r using (invoice_id) left join invoice_papers p using (invoice_id)
where i.invoice_id = %(invoice_id)s;

-- name: invoice_taxes
-- The tax of a document, per rate.
select category, rate, base_cents, vat_cents from invoice_taxes where invoice_id = %(invoice_id)s
order by category, rate;

-- name: invoice_payments
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
       coalesce(r.written_off_cents, 0) as written_off_cents, r.overdue_on, r.settled_on
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

-- name: unrendered_invoices
-- Documents without their paper, oldest first; those held by another run are left.
select invoice_id, number, content, ubl from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id)
order by invoice_id limit %(limit)s;

-- name: count_unrendered
-- How many documents have no paper yet.
select count(*) as count from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id);

-- name: add_paper
-- Keep the paper of a document and what the official rules said of it; nothing when another run was faster.
insert into invoice_papers (invoice_id, pdf, rules, faults, rendered_on)
values (%(invoice_id)s, %(pdf)s, %(rules)s, %(faults)s, %(on)s)
on conflict (invoice_id) do nothing
returning invoice_id;

-- name: get_paper
-- The paper of a document.
select i.number, p.pdf from invoices i left join invoice_papers p using (invoice_id)
where i.invoice_id = %(invoice_id)s;

-- name: lock_account
-- Where the statements of an account have come to, locked until the transaction ends.
insert into bank_accounts as a (iban) values (%(iban)s)
on conflict (iban) do update set iban = a.iban
returning a.iban, a.last_identity, a.closing_cents, a.closing_on;

-- name: move_account
-- The statements of an account have come further.
update bank_accounts set last_identity = %(identity)s, closing_cents = %(closing_cents)s, closing_on = %(closing_on)s
where iban = %(iban)s;

-- name: get_statement
-- A statement taken in before.
select s.statement_id, s.digest,
       (select count(*) from bank_movements m where m.statement_id = s.statement_id) as movements
from bank_statements s where s.account = %(account)s and s.identity = %(identity)s;

-- name: keep_file
-- Keep a bank file as it came (art. III.86 CEL: seven years).
insert into bank_files (digest, content) values (%(digest)s, %(content)s) on conflict (digest) do nothing;

-- name: add_statement
-- Keep a statement.
insert into bank_statements (statement_id, account, identity, format, file_digest, digest, currency, opening_cents,
                             closing_cents, closing_on, taken_in_on)
values (%(statement_id)s, %(account)s, %(identity)s, %(file_format)s, %(file_digest)s, %(digest)s, %(currency)s,
        %(opening_cents)s, %(closing_cents)s, %(closing_on)s, %(taken_in_on)s);

-- name: add_movement
-- Keep a movement, with the counterparty's data that never leave this table in an event.
insert into bank_movements (movement_id, statement_id, seq, booked_on, value_on, currency, cents,
                            structured_communication, end_to_end_id, communication, counterparty_iban,
                            counterparty_bic, counterparty_name, is_return, refers_to)
values (%(movement_id)s, %(statement_id)s, %(seq)s, %(booked_on)s, %(value_on)s, %(currency)s, %(cents)s,
        %(structured_communication)s, %(end_to_end_id)s, %(communication)s, %(counterparty_iban)s,
        %(counterparty_bic)s, %(counterparty_name)s, %(is_return)s, %(refers_to)s);

-- name: find_returned
-- The latest movement of the same account, of the opposite amount and the same reference, not returned before.
select m.movement_id, m.cents, m.structured_communication, m.end_to_end_id
from bank_movements m join bank_statements s using (statement_id)
where s.account = %(account)s and m.currency = %(currency)s and m.cents = -%(cents)s
  and ((m.end_to_end_id <> '' and m.end_to_end_id = %(end_to_end_id)s)
       or (m.structured_communication <> '' and m.structured_communication = %(structured_communication)s))
  and not exists (select from bank_movements r where r.refers_to = m.movement_id)
order by m.movement_id desc limit 1;

-- name: payment_of_movement
-- What a movement paid, unless it was taken back already.
select payment_id, invoice_id, currency, applied_cents, recovered_cents, credit_cents from payments p
where p.movement_id = %(movement_id)s
  and not exists (select from payment_reversals r where r.payment_id = p.payment_id);

-- name: add_reversal
-- The bank took a payment back.
insert into payment_reversals (payment_id, movement_id, reversed_on)
values (%(payment_id)s, %(movement_id)s, %(on)s);

-- name: add_unmatched
-- A movement whose owner nobody knows yet.
insert into unmatched_movements (movement_id, noticed_on) values (%(movement_id)s, %(on)s);

-- name: forget_unmatched
-- A movement in suspense was returned before anybody said whose it is.
delete from unmatched_movements where movement_id = %(movement_id)s and matched_on is null;

-- name: lock_unmatched
-- A movement that waits for its owner, locked until the transaction ends.
select m.movement_id, m.currency, m.cents, m.booked_on
from unmatched_movements u join bank_movements m using (movement_id)
where u.movement_id = %(movement_id)s and u.matched_on is null
for update of u;

-- name: mark_matched
-- The movement belongs to an invoice.
update unmatched_movements set matched_on = %(on)s, invoice_id = %(invoice_id)s where movement_id = %(movement_id)s;

-- name: list_unmatched
-- Movements that wait for their owner after a cursor, oldest first.
select m.movement_id, m.booked_on, m.currency, m.cents, m.structured_communication, m.end_to_end_id, m.communication,
       m.counterparty_iban, m.counterparty_name
from unmatched_movements u join bank_movements m using (movement_id)
where u.matched_on is null and u.movement_id > %(after)s
order by u.movement_id limit %(limit)s;

-- name: add_payment
-- What came in for an invoice and how it was used.
insert into payments (payment_id, movement_id, invoice_id, paid_on, currency, applied_cents, recovered_cents,
                      credit_cents)
values (%(payment_id)s, %(movement_id)s, %(invoice_id)s, %(paid_on)s, %(currency)s, %(applied_cents)s,
        %(recovered_cents)s, %(credit_cents)s);

-- name: verify_series
-- Every document of every series in its place, for the proof that numbers are gapless and the chain is whole.
select i.invoice_id, i.series, i.place, i.number, i.issued_on, i.net_cents, i.vat_cents, i.total_cents, i.currency,
       i.content, i.ubl, i.salt, i.content_digest, i.digest, s.last_place, s.last_digest
from invoices i join invoice_series s using (series) order by i.series, i.place;

-- name: verify_open
-- What clients owe by the receivables, per currency.
select currency, sum(total_cents - paid_cents - credited_cents - written_off_cents)::bigint as cents
from receivables group by currency;

-- name: verify_vat
-- The tax of all documents: credit notes take away.
select i.currency, sum(case i.kind when 'invoice' then t.vat_cents else -t.vat_cents end)::bigint as cents
from invoices i join invoice_taxes t using (invoice_id) group by i.currency;

-- name: verify_taxes
-- Documents whose tax per rate does not add up to their totals.
select i.number from invoices i join invoice_taxes t using (invoice_id)
group by i.invoice_id, i.number, i.net_cents, i.vat_cents
having sum(t.base_cents) <> i.net_cents or sum(t.vat_cents) <> i.vat_cents;

-- name: verify_bank
-- What the last statements say is on the accounts.
select coalesce(sum(closing_cents), 0)::bigint as cents from bank_accounts;

-- name: verify_empty_series
-- Series that count further than they hold.
select s.series from invoice_series s
where s.last_place <> (select count(*) from invoices i where i.series = s.series);
