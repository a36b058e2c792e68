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
-- A movement that waits for its owner, and how often it was placed wrongly before, locked until the transaction ends.
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication, m.end_to_end_id,
       (select count(*) from placements_undone p where p.movement_id = m.movement_id)::int as undone
from unmatched_movements u join bank_movements m using (movement_id)
where u.movement_id = %(movement_id)s and u.matched_on is null
for update of u;

-- name: lock_placing
-- Who takes this movement back to suspense does so alone.
select pg_advisory_xact_lock(hashtextextended('invoicing.placing.' || %(movement_id)s::text, 0));

-- name: find_placed
-- A movement and what is known of where it was placed.
select m.movement_id, m.currency, m.cents, m.booked_on, m.structured_communication, m.end_to_end_id,
       (select count(*) from placements_undone p where p.movement_id = m.movement_id)::int as undone,
       u.movement_id is not null and u.matched_on is null as waits, coalesce(u.booked_as, '') as booked_as,
       num_nonnulls(u.claimed_for, u.refund_of, u.returns, m.refers_to) > 0
           or exists (select from bank_movements r where r.refers_to = m.movement_id)
           or exists (select from unmatched_movements r where r.returns = m.movement_id) as gone_on
from bank_movements m left join unmatched_movements u using (movement_id)
where m.movement_id = %(movement_id)s;

-- name: add_undone
-- It was placed wrongly, and why somebody says so.
insert into placements_undone (movement_id, place, placed_as, because, undone_on, undone_by)
values (%(movement_id)s, %(place)s, %(placed_as)s, %(because)s, %(on)s, %(actor)s);

-- name: wait_again
-- The movement waits for its owner again, or, when its reference had placed it, for the first time.
insert into unmatched_movements as u (movement_id, noticed_on, reason) values (%(movement_id)s, %(on)s, %(reason)s)
on conflict (movement_id) do update
set matched_on = null, invoice_id = null, client_id = null, booked_as = null, reason = excluded.reason;

-- name: list_placements
-- Where money that came in was placed, newest first: on invoices, on clients' accounts, as the house's own, as grants.
select placed.*, m.booked_on, m.currency, m.counterparty_name, m.communication from (
    select p.movement_id, p.payment_id as placing_id, 'payment' as placed_as, i.number as placed_on, p.matched_by,
           p.applied_cents + p.recovered_cents + p.credit_cents as cents
    from payments p join invoices i using (invoice_id)
    where not exists (select from payment_reversals r where r.payment_id = p.payment_id)
    union all
    select u.movement_id, u.movement_id, case when u.client_id is not null then 'on_account'
                                              when g.grant_id is not null then 'grant' else 'own' end,
           coalesce(c.name, a.name, u.booked_as), 'person', b.cents
    from unmatched_movements u join bank_movements b using (movement_id) left join clients c using (client_id)
    left join grants g on g.movement_id = u.movement_id
        and not exists (select from grant_returns r where r.grant_id = g.grant_id)
    left join activities a on a.activity_id = g.activity_id
    where u.client_id is not null or u.booked_as = any(%(own)s) or g.grant_id is not null) as placed
join bank_movements m using (movement_id)
where (m.booked_on, placed.placing_id) < (%(before)s, %(before_id)s)
order by m.booked_on desc, placed.placing_id desc limit %(limit)s;

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
