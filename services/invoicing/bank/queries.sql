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
  and not exists (select from unmatched_movements u where u.returns = m.movement_id)
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
                  where m.end_to_end_id = r.reference and m.cents = -r.cents and not m.is_return)
  and not exists (select from unmatched_movements u where u.refund_of = r.reference)
  and not exists (select from client_account_entries b
                  where b.kind = 'refund_returned' and b.document = r.reference || '/rejected');

-- name: sum_refunds
-- What all transfers of ours pay that no movement has carried out yet.
select coalesce(sum(r.cents), 0)::bigint as cents from (
    select document as reference, currency, -cents as cents from client_account_entries where kind = 'refund'
    union all
    select reference, currency, refunded_cents from expense_claims where reference <> '' and state = 'sent') r
where r.currency = %(currency)s
  and not exists (select from bank_movements m
                  where m.end_to_end_id = r.reference and m.cents = -r.cents and not m.is_return)
  and not exists (select from unmatched_movements u where u.refund_of = r.reference)
  and not exists (select from client_account_entries b
                  where b.kind = 'refund_returned' and b.document = r.reference || '/rejected');

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

-- name: claimed_for
-- For which service a movement was claimed that named none.
select claimed_for from unmatched_movements where movement_id = %(movement_id)s and claimed_for is not null;

-- name: sum_movements
-- All that moved on the accounts.
select coalesce(sum(cents), 0)::bigint as cents from bank_movements where currency = %(currency)s;

-- name: list_reports
-- Movements of an account that are booked, or wait to be, on these days, with one of these amounts and references (of
-- the payer, or none, or of the bank), as each format told them.
with alike as (
    select m.movement_id from bank_movements m
    where m.structured_communication = any(%(structured)s::text[]) and m.structured_communication <> ''
      and m.booked_on = any(%(days)s::date[])
    union
    select m.movement_id from bank_movements m
    where m.structured_communication = '' and m.booked_on = any(%(days)s::date[]) and m.cents = any(%(cents)s::bigint[])
    union
    select r.movement_id from bank_movement_reports r
    where r.bank_reference = any(%(references)s::text[]) and r.bank_reference <> ''
)
select r.movement_id, m.booked_on, m.currency, m.cents, m.structured_communication, r.format as file_format,
       r.bank_reference, r.ordinal, true as booked
from alike join bank_movement_reports r using (movement_id) join bank_movements m using (movement_id)
     join bank_statements s using (statement_id)
where s.account = %(account)s and m.booked_on = any(%(days)s::date[])
union all
select movement_id, booked_on, currency, cents, structured_communication, format, bank_reference, ordinal, false
from bank_staged_movements where account = %(account)s and booked_on = any(%(days)s::date[])
order by movement_id;

-- name: add_staged
-- Keep movements until they are booked, with the counterparty's data that never leave these tables in an event.
copy bank_staged_movements (movement_id, statement_id, account, format, bank_reference, ordinal, currency, cents, seq,
    booked_on, value_on, structured_communication, end_to_end_id, communication, counterparty_iban, counterparty_bic,
    counterparty_name, is_return) from stdin;

-- name: list_staged
-- The oldest movements that wait on an account to be booked, or one of them.
select movement_id, statement_id, currency, cents, seq, booked_on, value_on, structured_communication, end_to_end_id,
       communication, counterparty_iban, counterparty_bic, counterparty_name, is_return, bank_reference
from bank_staged_movements
where account = %(account)s and fault = '' and (%(only)s = '' or movement_id = %(only)s)
order by statement_id, seq limit %(limit)s;

-- name: save_staged
-- Movements wait no longer: they are booked from now on, and noted as what their format told.
with taken as (delete from bank_staged_movements where movement_id = any(%(ids)s::text[]) returning *),
kept as (
    insert into bank_movements (movement_id, statement_id, seq, booked_on, value_on, currency, cents,
                                structured_communication, end_to_end_id, communication, counterparty_iban,
                                counterparty_bic, counterparty_name, is_return, refers_to)
    select movement_id, statement_id, seq, booked_on, value_on, currency, cents, structured_communication,
           end_to_end_id, communication, counterparty_iban, counterparty_bic, counterparty_name, is_return,
           %(refers_to)s::text
    from taken order by statement_id, seq
)
insert into bank_movement_reports (movement_id, format, bank_reference, ordinal)
select movement_id, format, bank_reference, ordinal from taken;

-- name: save_fault
-- Why a movement could not be booked.
update bank_staged_movements set fault = %(fault)s where movement_id = %(movement_id)s;

-- name: retry_staged
-- Try again what could not be booked.
update bank_staged_movements set fault = '' where fault <> '';

-- name: list_accounts_waiting
-- The accounts on which movements wait to be booked.
select distinct account from bank_staged_movements order by account;

-- name: list_stuck
-- Movements that could not be booked.
select movement_id, fault from bank_staged_movements where fault <> '' order by movement_id;

-- name: sum_staged
-- All that waits to be booked.
select coalesce(sum(cents), 0)::bigint as cents from bank_staged_movements where currency = %(currency)s;

-- name: add_known
-- What a statement told again and is booked already; noted as what its format told.
with known as (
    select * from unnest(%(seq)s::int[], %(movement_id)s::text[], %(cents)s::bigint[], %(bank_reference)s::text[],
                         %(ordinal)s::int[]) as n (seq, movement_id, cents, bank_reference, ordinal)
), told as (
    insert into bank_movement_reports (movement_id, format, bank_reference, ordinal)
    select movement_id, %(file_format)s, bank_reference, ordinal from known on conflict do nothing
)
insert into bank_known_movements (statement_id, seq, movement_id, cents)
select %(statement_id)s, seq, movement_id, cents from known;

-- name: list_balances
-- The balances of statements, by account and day; without those that only told again what was booked.
select account, closing_on, currency, opening_cents, closing_cents from bank_statements s
where exists (select from bank_movements m where m.statement_id = s.statement_id)
   or exists (select from bank_staged_movements w where w.statement_id = s.statement_id)
   or not exists (select from bank_known_movements k where k.statement_id = s.statement_id)
order by account, closing_on, statement_id;

-- name: list_first_balances
-- The balances of an account's statements of their first day; without those that only told again what was booked.
with telling as (
    select statement_id, account, closing_on, currency, opening_cents, closing_cents from bank_statements s
    where account = %(account)s
      and (exists (select from bank_movements m where m.statement_id = s.statement_id)
           or exists (select from bank_staged_movements w where w.statement_id = s.statement_id)
           or not exists (select from bank_known_movements k where k.statement_id = s.statement_id))
)
select account, closing_on, currency, opening_cents, closing_cents from telling
where closing_on = (select min(closing_on) from telling) order by statement_id;
