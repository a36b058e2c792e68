-- name: lock_account
-- Where the statements of an account have come to, locked until the transaction ends.
insert into bank_accounts as a (iban, entity) values (%(iban)s, %(entity)s)
on conflict (iban) do update set iban = a.iban
returning a.iban, a.last_identity, a.closing_cents, a.closing_on;

-- name: save_account
-- The statements of an account have come further.
update bank_accounts set last_identity = %(identity)s, closing_cents = %(closing_cents)s, closing_on = %(closing_on)s
where iban = %(iban)s;

-- name: find_statement
-- A statement taken in before, with the amounts of its movements in their order.
select s.statement_id, s.opening_cents, s.closing_cents,
       array(select m.cents from bank_movements m where m.statement_id = s.statement_id order by m.seq) as amounts
from bank_statements s where s.account = %(account)s and s.identity = %(identity)s;

-- name: add_file
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
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication, m.end_to_end_id
from bank_movements m join bank_statements s using (statement_id)
where s.account = %(account)s and m.currency = %(currency)s and m.cents = -%(cents)s
  and ((m.end_to_end_id <> '' and m.end_to_end_id = %(end_to_end_id)s)
       or (m.structured_communication <> '' and m.structured_communication = %(structured_communication)s))
  and not exists (select from bank_movements r where r.refers_to = m.movement_id)
order by m.movement_id desc limit 1;

-- name: add_unmatched
-- A movement whose owner nobody knows yet.
insert into unmatched_movements (movement_id, noticed_on) values (%(movement_id)s, %(on)s);

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

-- name: list_unmatched
-- Movements that wait for their owner after a cursor, oldest first.
select m.movement_id, m.booked_on, m.currency, m.cents, m.structured_communication, m.end_to_end_id, m.communication,
       m.counterparty_iban, m.counterparty_name
from unmatched_movements u join bank_movements m using (movement_id)
where u.matched_on is null and u.movement_id > %(after)s
order by u.movement_id limit %(limit)s;

-- name: sum_closing
-- What the last statements say is on the accounts.
select coalesce(sum(closing_cents), 0)::bigint as cents from bank_accounts;

-- name: save_credited
-- The movement belongs to a client.
update unmatched_movements set matched_on = %(on)s, client_id = %(client_id)s where movement_id = %(movement_id)s;
