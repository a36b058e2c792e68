-- name: lock_activities
-- Activities between which budget moves, locked in one order until the transaction ends.
select activity_id from activities where activity_id = any(%(activity_ids)s) order by activity_id for update;

-- name: get_movable
-- What an activity may give: what it may spend, less what its approved expenses cost.
select greatest(0, m.cents - coalesce((
    select sum(c.refunded_cents - c.deductible_cents) from expense_claims c
    where c.activity_id = m.activity_id and c.state = 'approved' and c.currency = m.currency), 0))::bigint as cents
from expense_money(array[%(activity_id)s], %(accounts)s, %(owed)s) m where m.currency = %(currency)s;

-- name: add_transfer
-- Budget moved.
insert into budget_transfers (transfer_id, from_activity, to_activity, entity, currency, cents, moved_on, moved_by,
                              reverses)
values (%(transfer_id)s, %(from_activity)s, %(to_activity)s, %(entity)s, %(currency)s, %(cents)s, %(moved_on)s,
        %(moved_by)s, %(reverses)s);

-- name: get_transfer
-- One transfer, and what gave it back.
select t.*, r.transfer_id as reversed_by
from budget_transfers t left join budget_transfers r on r.reverses = t.transfer_id
where t.transfer_id = %(transfer_id)s;

-- name: list_transfers
-- Transfers from and to an activity after a cursor, oldest first.
select t.*, r.transfer_id as reversed_by
from budget_transfers t left join budget_transfers r on r.reverses = t.transfer_id
where (t.from_activity = %(activity_id)s or t.to_activity = %(activity_id)s) and t.transfer_id > %(after)s
order by t.transfer_id limit %(limit)s;

-- name: list_wrong_transfers
-- Transfers that the ledger does not bear out, to the cent, on both activities.
select t.transfer_id from budget_transfers t
where not exists (
    select from ledger_entries e join ledger_postings p on p.entry_id = e.id
    where e.journal = 'transfers' and e.document = t.transfer_id
    group by e.id having sum(p.cents) filter (where p.activity = t.from_activity) = t.cents
        and sum(p.cents) filter (where p.activity = t.to_activity) = -t.cents)
order by t.transfer_id;
