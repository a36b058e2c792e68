-- name: lock_account
-- One of the cooperative's accounts, locked until the transaction ends; whether a statement of it was taken in before.
insert into bank_accounts as a (iban, entity) values (%(iban)s, %(entity)s)
on conflict (iban) do update set iban = a.iban
returning a.iban;

-- name: find_statements
-- Statements of this identity that were taken in, of whatever year, with the amounts of their movements in their order.
select s.statement_id, s.closing_on, s.opening_cents, s.closing_cents,
       array(select t.cents from (
           select m.seq, m.cents from bank_movements m where m.statement_id = s.statement_id
           union all select k.seq, k.cents from bank_known_movements k where k.statement_id = s.statement_id
       ) t order by t.seq) as amounts
from bank_statements s
where s.account = %(account)s and s.identity in (%(identity)s, %(identity)s || ' of ' || %(closing_on)s::text);

-- name: list_reports
-- Movements of an account that are booked on these days and bear one of these references (of the payer or the bank's
-- own), as each format told them.
select r.movement_id, m.booked_on, m.currency, m.cents, m.structured_communication, r.format as file_format,
       r.bank_reference, r.ordinal
from bank_movement_reports r join bank_movements m using (movement_id) join bank_statements s using (statement_id)
where s.account = %(account)s and m.booked_on = any(%(days)s)
  and (m.structured_communication = any(%(structured)s)
       or (r.bank_reference <> '' and r.bank_reference = any(%(references)s)))
order by r.movement_id;

-- name: add_movements
-- Keep movements, with the counterparty's data that never leave this table in an event.
insert into bank_movements (movement_id, statement_id, seq, booked_on, value_on, currency, cents,
                            structured_communication, end_to_end_id, communication, counterparty_iban,
                            counterparty_bic, counterparty_name, is_return, refers_to)
select movement_id, %(statement_id)s, seq, booked_on, value_on, currency, cents, structured_communication,
       end_to_end_id, communication, counterparty_iban, counterparty_bic, counterparty_name, is_return, refers_to
from unnest(%(movement_id)s::text[], %(seq)s::int[], %(booked_on)s::date[], %(value_on)s::date[], %(currency)s::text[],
            %(cents)s::bigint[], %(structured_communication)s::text[], %(end_to_end_id)s::text[],
            %(communication)s::text[], %(counterparty_iban)s::text[], %(counterparty_bic)s::text[],
            %(counterparty_name)s::text[], %(is_return)s::boolean[], %(refers_to)s::text[])
    as n (movement_id, seq, booked_on, value_on, currency, cents, structured_communication, end_to_end_id,
          communication, counterparty_iban, counterparty_bic, counterparty_name, is_return, refers_to);

-- name: add_reports
-- As what a format told movements that are booked.
insert into bank_movement_reports (movement_id, format, bank_reference, ordinal)
select movement_id, %(file_format)s, bank_reference, ordinal
from unnest(%(movement_id)s::text[], %(bank_reference)s::text[], %(ordinal)s::int[])
    as n (movement_id, bank_reference, ordinal)
on conflict do nothing;

-- name: add_known
-- What a statement told again and is booked already.
insert into bank_known_movements (statement_id, seq, movement_id, cents)
select %(statement_id)s, seq, movement_id, cents
from unnest(%(seq)s::int[], %(movement_id)s::text[], %(cents)s::bigint[]) as n (seq, movement_id, cents);

-- name: add_unmatched
-- Movements whose owner nobody knows yet, each with why.
insert into unmatched_movements (movement_id, noticed_on, reason)
select movement_id, %(on)s, reason from unnest(%(movement_id)s::text[], %(reason)s::text[]) as n (movement_id, reason);

-- name: find_returned
-- The latest movement of the same account and reference that went the other way, not returned before: of the same
-- amount; what had gone out may come back short by no more than what banks charge.
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication, m.end_to_end_id
from bank_movements m join bank_statements s using (statement_id)
where s.account = %(account)s and m.currency = %(currency)s and sign(m.cents) = -sign(%(cents)s)
  and abs(m.cents) - abs(%(cents)s) between 0 and case when %(cents)s > 0 then %(most_short)s else 0 end
  and ((m.end_to_end_id <> '' and m.end_to_end_id = %(end_to_end_id)s)
       or (m.structured_communication <> '' and m.structured_communication = %(structured_communication)s))
  and not exists (select from bank_movements r where r.refers_to = m.movement_id)
order by abs(m.cents), m.movement_id desc limit 1;

-- name: list_refunds
-- What transfers of ours pay that no movement has carried out yet, by the ids that they bear.
select r.reference, r.currency, r.cents from (
    select document as reference, currency, -cents as cents from client_account_entries
    where kind = 'refund' and document = any(%(references)s)
    union all
    select reference, currency, refunded_cents from expense_claims
    where reference = any(%(references)s) and reference <> '' and state = 'sent') r
where not exists (select from bank_movements m
                  where m.end_to_end_id = r.reference and m.cents = -r.cents and not m.is_return);

-- name: add_file
-- Keep a bank file as it came (art. III.86 CEL: seven years).
insert into bank_files (digest, content) values (%(digest)s, %(content)s) on conflict (digest) do nothing;

-- name: add_statement
-- Keep a statement.
insert into bank_statements (statement_id, account, identity, format, file_digest, digest, currency, opening_cents,
                             closing_cents, closing_on, taken_in_on)
values (%(statement_id)s, %(account)s, %(identity)s, %(file_format)s, %(file_digest)s, %(digest)s, %(currency)s,
        %(opening_cents)s, %(closing_cents)s, %(closing_on)s, %(taken_in_on)s);

-- name: remove_unmatched
-- A movement in suspense was returned before anybody said whose it is.
delete from unmatched_movements where movement_id = %(movement_id)s and matched_on is null;

-- name: lock_unmatched
-- A movement that waits for its owner, locked until the transaction ends.
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication, m.end_to_end_id
from unmatched_movements u join bank_movements m using (movement_id)
where u.movement_id = %(movement_id)s and u.matched_on is null
for update of u;

-- name: save_matched
-- The movement belongs to an invoice.
update unmatched_movements set matched_on = %(on)s, invoice_id = %(invoice_id)s where movement_id = %(movement_id)s;

-- name: save_booked
-- The movement is the house's own cost or income.
update unmatched_movements set matched_on = %(on)s, booked_as = %(account)s where movement_id = %(movement_id)s;

-- name: save_claimed
-- The movement is money for another service.
update unmatched_movements set matched_on = %(on)s, claimed_for = %(service)s where movement_id = %(movement_id)s;

-- name: claimed_for
-- For which service a movement was claimed that named none.
select claimed_for from unmatched_movements where movement_id = %(movement_id)s and claimed_for is not null;

-- name: list_unmatched
-- Movements that wait for their owner after a cursor, oldest first.
select m.movement_id, m.booked_on, m.currency, m.cents, m.structured_communication, m.end_to_end_id, m.communication,
       m.counterparty_iban, m.counterparty_name, u.reason, u.noticed_on
from unmatched_movements u join bank_movements m using (movement_id)
where u.matched_on is null and u.movement_id > %(after)s
order by u.movement_id limit %(limit)s;

-- name: save_credited
-- The movement belongs to a client.
update unmatched_movements set matched_on = %(on)s, client_id = %(client_id)s where movement_id = %(movement_id)s;

-- name: find_by_references
-- The invoices that are paid by these references.
select structured_communication, invoice_id from invoices where structured_communication = any(%(references)s);

-- name: list_claims
-- What is open on invoices with one of these numbers, and on those of clients who paid before from one of these accounts.
with payers as (
    select distinct m.counterparty_iban as payer, i.client_id
    from bank_movements m join payments p using (movement_id) join invoices i using (invoice_id)
    where m.counterparty_iban = any(%(payers)s) and m.counterparty_iban <> ''
)
select i.invoice_id, i.number, coalesce(payers.payer, '') as payer, r.currency,
       r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents as cents
from receivables r join invoices i using (invoice_id) left join payers using (client_id)
where r.settled_on is null and r.currency = %(currency)s
  and (i.number = any(%(numbers)s) or payers.payer is not null)
order by i.invoice_id;

-- name: list_balances
-- The balances of statements, by account and day; without those that only told again what was booked.
select account, closing_on, currency, opening_cents, closing_cents from bank_statements s
where (%(account)s = '' or account = %(account)s)
  and (exists (select from bank_movements m where m.statement_id = s.statement_id)
       or not exists (select from bank_known_movements k where k.statement_id = s.statement_id))
order by account, closing_on, statement_id;

-- name: sum_movements
-- All that moved on the accounts.
select coalesce(sum(cents), 0)::bigint as cents from bank_movements where currency = %(currency)s;
