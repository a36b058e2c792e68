-- name: find_told_returned
-- An earlier movement that went the other way, to the cent, not returned before: somebody says that it is returned.
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication,
       coalesce(u.refund_of, m.end_to_end_id) as end_to_end_id
from bank_movements m left join unmatched_movements u using (movement_id)
where m.movement_id = %(movement_id)s and m.cents = -%(cents)s::bigint and m.currency = %(currency)s and m.refers_to is null
  and u.returns is null
  and not exists (select from bank_movements r where r.refers_to = m.movement_id)
  and not exists (select from unmatched_movements r where r.returns = m.movement_id);

-- name: save_returning
-- The movement returns an earlier one, and waits no longer.
update unmatched_movements set matched_on = %(on)s, booked_as = 'returned', returns = %(returns)s
where movement_id = %(movement_id)s;

-- name: save_refund_of
-- The movement carries out a refund, and waits no longer.
update unmatched_movements set matched_on = %(on)s, booked_as = %(account)s, refund_of = %(reference)s
where movement_id = %(movement_id)s;

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

-- name: release_unmatched
-- A movement in suspense was returned by another one there: both cancel each other.
update unmatched_movements set matched_on = %(on)s, booked_as = 'returned'
where movement_id = %(movement_id)s and matched_on is null;
