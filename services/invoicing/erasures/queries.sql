-- name: add_erasure
-- A person is to be erased.
insert into erasures (erasure_id, kind, subject, requested_on, requested_by, kept_until)
values (%(erasure_id)s, %(kind)s, %(subject)s, %(on)s, %(actor)s, %(kept_until)s);

-- name: find_erasure
-- The erasure of a subject.
select erasure_id, kind, subject, requested_on, kept_until, completed_on from erasures
where kind = %(kind)s and subject = %(subject)s;

-- name: list_lines
-- What an erasure did at each place.
select place, done, on_day, rows_found, law, kept_until from erasure_lines where erasure_id = %(erasure_id)s
order by place, done;

-- name: add_line
-- What was done at a place.
insert into erasure_lines (erasure_id, place, done, on_day, rows_found, law, kept_until)
values (%(erasure_id)s, %(place)s, %(done)s, %(on)s, %(rows_found)s, %(law)s, %(kept_until)s);

-- name: lock_due
-- Erasures whose time of keeping is over.
select erasure_id, kind, subject from erasures where completed_on is null and kept_until < %(on)s
order by kept_until, erasure_id limit %(limit)s for update skip locked;

-- name: postpone
-- Something was booked since the erasure was asked for: the books keep the person until then.
update erasures set kept_until = %(kept_until)s where erasure_id = %(erasure_id)s;

-- name: complete
-- The erasure is complete.
update erasures set completed_on = %(on)s where erasure_id = %(erasure_id)s;

-- name: count_open_of_client
-- Orders, invoices and sums with a client that are open.
select ((select count(*) from orders where client_id = %(subject)s and state in ('sent', 'signed', 'agreed'))
      + (select count(*) from receivables r join invoices i using (invoice_id)
         where i.client_id = %(subject)s and r.settled_on is null)
      + (select count(*) from (select sum(cents) from client_account_entries where client_id = %(subject)s
                               group by currency having sum(cents) <> 0) sums))::int as count;

-- name: last_invoice_of_client
-- The day of a client's last document, or of the last movement on their account.
select greatest((select max(issued_on) from invoices where client_id = %(subject)s),
                (select max(entered_on) from client_account_entries where client_id = %(subject)s)) as last_on;

-- name: last_document_of_member
-- The day of a member's last document or refund.
select greatest((select max(issued_on) from invoices where member_id = %(subject)s),
                (select max(coalesce(paid_on, booked_on, asked_on)) from expense_claims
                 where member_id = %(subject)s)) as last_on;

-- name: erase_client_mailbox
-- How a client was reached.
with versions as (
    update client_versions set email = '', erased_on = %(on)s where client_id = %(subject)s and email <> '')
update clients set email = '' where client_id = %(subject)s and email <> '';

-- name: erase_reminders
-- What letters for late payment told of a client.
update reminder_letters set pdf = '' where client_id = %(subject)s and pdf <> '';

-- name: erase_client_mails
-- What was mailed to a client, or printed for them, beside documents. Transfers stay: they are books, and one that has
-- not left yet is money that is owed.
with found as (
    select id from outgoing_documents where erased_on is null and channel <> 'bank' and (about = %(subject)s or about in (
        select f.form_id from order_forms f join orders o using (order_id) where o.client_id = %(subject)s))
), unmailed as (delete from mail_pending where document_id in (select id from found)),
unsent as (delete from outgoing_pending where document_id in (select id from found))
update outgoing_documents set content = '', erased_on = %(on)s where id in (select id from found);

-- name: erase_unused_forms
-- Forms of orders that came to no invoice: what they say, and to whom they went.
update order_forms set content = '', contact_name = '', mailbox = '', erased_on = %(on)s
where erased_on is null and order_id in (
    select order_id from orders o where client_id = %(subject)s
    and not exists (select from invoices i where i.order_id = o.order_id));

-- name: erase_papers_of_forms
-- The papers of forms that were emptied.
update order_form_papers set pdf = '', erased_on = %(on)s where erased_on is null and form_id in (
    select form_id from order_forms f join orders o using (order_id)
    where o.client_id = %(subject)s and f.erased_on is not null);

-- name: erase_evidence_of_forms
-- The evidence of forms that were emptied; its digests stay.
update order_form_evidence set salt = '', entry = '', erased_on = %(on)s where erased_on is null and form_id in (
    select form_id from order_forms f join orders o using (order_id)
    where o.client_id = %(subject)s and f.erased_on is not null);

-- name: erase_proofs_of_forms
-- Other proofs of signatures of orders that came to no invoice.
update signed_proofs set content = '', signed_by = '', reason = '' where content <> '' and order_id in (
    select order_id from orders o where client_id = %(subject)s
    and not exists (select from invoices i where i.order_id = o.order_id));

-- name: erase_words_of_orders
-- What orders that came to no invoice say.
with found as (
    select order_id from orders o where client_id = %(subject)s
    and not exists (select from invoices i where i.order_id = o.order_id)
), parts as (update order_parts set description = 'erased' where order_id in (select order_id from found)),
lines as (update order_lines set description = 'erased' where order_id in (select order_id from found))
update orders set title = 'erased', client_reference = '', place = '', signed_by = left(signed_by, 0),
       signature_reference = left(signature_reference, 0), cancellation_note = left(cancellation_note, 0),
       stop_note = left(stop_note, 0)
where order_id in (select order_id from found);

-- name: erase_notes_on_late
-- What was noted of a client who paid late.
with found as (select invoice_id from invoices where client_id = %(subject)s),
notes as (update late_questions set note = '' where invoice_id in (select invoice_id from found)),
plans as (update payment_plans set ended_because = '' where invoice_id in (select invoice_id from found))
update disputes set reason = 'erased', outcome = '' where invoice_id in (select invoice_id from found);

-- name: count_client
-- Who a client is.
select count(*)::int as count from clients where client_id = %(subject)s;

-- name: count_client_documents
-- Documents of a client.
select count(*)::int as count from invoices where client_id = %(subject)s;

-- name: count_client_transfers
-- Refunds to a client, as they left.
select count(*)::int as count from outgoing_documents
where about = %(subject)s and channel = 'bank' and erased_on is null;

-- name: count_client_movements
-- What a client paid.
select count(*)::int as count from bank_movements m join payments p using (movement_id) join invoices i using (invoice_id)
where i.client_id = %(subject)s;

-- name: erase_client
-- Who a client was.
update clients set name = 'erased', street = '', postcode = '', city = '', email = '', enterprise_number = '',
       vat_number = '', erased_on = %(on)s
where client_id = %(subject)s and erased_on is null;

-- name: erase_client_versions
-- Who a client was, version by version.
update client_versions set name = '', enterprise_number = '', vat_number = '', street = '', postcode = '', city = '',
       email = '', erased_on = %(on)s
where client_id = %(subject)s;

-- name: erase_documents
-- What documents say; their numbers, figures and digests stay.
update invoices set content = '{}', ubl = '', salt = '', erased_on = %(on)s
where client_id = %(subject)s and erased_on is null;

-- name: erase_papers
-- The papers of documents.
update invoice_papers set pdf = '', erased_on = %(on)s where erased_on is null and invoice_id in (
    select invoice_id from invoices where client_id = %(subject)s);

-- name: erase_outgoing
-- Documents as they left.
update outgoing_documents set content = '', erased_on = %(on)s where erased_on is null and (
    about = %(subject)s or about in (select invoice_id from invoices where client_id = %(subject)s));

-- name: erase_all_forms
-- Every form of a client.
update order_forms set content = '', contact_name = '', mailbox = '', erased_on = %(on)s
where erased_on is null and order_id in (select order_id from orders where client_id = %(subject)s);

-- name: erase_all_proofs
-- Every other proof of a client's signature.
update signed_proofs set content = '', signed_by = '', reason = ''
where order_id in (select order_id from orders where client_id = %(subject)s);

-- name: erase_all_words
-- What a client's orders say.
with found as (select order_id from orders where client_id = %(subject)s),
parts as (update order_parts set description = 'erased' where order_id in (select order_id from found)),
lines as (update order_lines set description = 'erased' where order_id in (select order_id from found))
update orders set title = 'erased', client_reference = '', place = '', signed_by = left(signed_by, 0),
       signature_reference = left(signature_reference, 0), cancellation_note = left(cancellation_note, 0),
       stop_note = left(stop_note, 0)
where order_id in (select order_id from found);

-- name: erase_payers
-- Who paid a client's invoices.
update bank_movements set communication = '', counterparty_iban = '', counterparty_bic = '', counterparty_name = '',
       erased_on = %(on)s
where erased_on is null and movement_id in (
    select p.movement_id from payments p join invoices i using (invoice_id) where i.client_id = %(subject)s);

-- name: erase_activities
-- What a member called their activities.
update activities set name = 'erased' where member_id = %(subject)s and name <> 'erased';

-- name: erase_unclaimed_receipts
-- Receipts for which no refund was paid or is owed.
update receipts set content = '', supplier = '', supplier_number = '', number = ''
where member_id = %(subject)s and content <> '' and (claim_id is null or claim_id in (
    select claim_id from expense_claims where member_id = %(subject)s and state in ('refused', 'withdrawn')));

-- name: erase_notes_of_member
-- What a member answered about clients who paid late.
update late_questions set note = '' where member_id = %(subject)s and note <> '';

-- name: erase_unpaid_payees
-- Where refunds should have gone that are not owed; what is asked or approved is the member's right.
update expense_claims set payee_name = '', iban = '', reason = ''
where member_id = %(subject)s and state in ('refused', 'withdrawn') and iban <> '';

-- name: count_payees
-- Refunds that were paid or are owed.
select count(*)::int as count from expense_claims
where member_id = %(subject)s and state not in ('refused', 'withdrawn');

-- name: count_receipts
-- Receipts that were refunded.
select count(*)::int as count from receipts where member_id = %(subject)s and content <> '';

-- name: erase_payees
-- Where refunds went.
update expense_claims set payee_name = '', iban = '', reason = '' where member_id = %(subject)s and iban <> '';

-- name: erase_receipts
-- What was bought.
update receipts set content = '', supplier = '', supplier_number = '', number = ''
where member_id = %(subject)s and content <> '';

-- name: erase_refund_files
-- Transfers of refunds as they left.
update outgoing_documents set content = '', erased_on = %(on)s where erased_on is null and about in (
    select claim_id from expense_claims where member_id = %(subject)s);

-- name: erase_old_files
-- Bank files of days whose books need not be kept any more.
update bank_files f set content = '', erased_on = %(on)s
where f.erased_on is null and exists (select from bank_statements s where s.file_digest = f.digest)
  and not exists (select from bank_statements s where s.file_digest = f.digest and s.closing_on >= %(before)s);

-- name: erase_old_payers
-- Who moved money on days whose books need not be kept any more.
update bank_movements set communication = '', counterparty_iban = '', counterparty_bic = '', counterparty_name = '',
       erased_on = %(on)s
where erased_on is null and booked_on < %(before)s;

-- name: list_too_early
-- Documents that were emptied though the books still keep them.
select number from invoices where erased_on is not null
and erased_on <= make_date(extract(year from issued_on)::int + %(years)s, 12, 31) order by number;
