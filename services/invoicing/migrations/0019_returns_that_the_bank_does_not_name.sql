-- A movement in suspense may take back, or give back, an earlier one though the bank does not say so: which, each once.
alter table unmatched_movements add column returns text references bank_movements;
create unique index unmatched_movements_returned_once on unmatched_movements (returns) where returns is not null;

-- What activities may spend on expenses: of each invoice what its client has paid (or the house bears, whether
-- it gets that back or not) beyond its fee and
-- the wages planned of it, less what was spent; never more than the activity's account holds beyond what it owes.
create or replace function expense_money(of_activities text[], accounts text[], owed_accounts text[])
returns table (activity_id text, currency text, cents bigint)
language sql stable as $$
    with received as (
        select i.activity_id, i.currency, sum(greatest(0,
            (r.paid_cents + r.written_off_cents) * i.net_cents / nullif(i.total_cents, 0)
            - b.fee_cents - b.budget_cents)) as cents
        from invoices i join receivables r using (invoice_id) join budgets b using (invoice_id)
        where i.activity_id = any(of_activities) and b.expenses_cents > 0
        group by i.activity_id, i.currency),
    spent as (
        select c.activity_id, sum(c.refunded_cents - c.deductible_cents) as cents
        from expense_claims c where c.activity_id = any(of_activities) and c.booked_on is not null group by c.activity_id),
    held as (
        select p.activity as activity_id, p.currency, -sum(p.cents) as cents
        from ledger_postings p where p.activity = any(of_activities) and p.account = any(accounts || owed_accounts)
        group by p.activity, p.currency)
    select received.activity_id, received.currency,
           greatest(0, least(received.cents - coalesce(spent.cents, 0), coalesce(held.cents, 0)))::bigint
    from received left join spent using (activity_id) left join held using (activity_id, currency)
$$;
