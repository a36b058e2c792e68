-- What membership told of a member's shares: how many, and the last day on which they let the member use the services
-- (nothing: for ever, or none is left). Of whom nothing was told, nothing is judged.
create table member_shares (
    member_id   text primary key,
    holding     int not null check (holding >= 0),
    holds_until date
);

-- Budget that moved from one activity to another; nothing was sold, so there is no invoice. It is given back by a second
-- one, once.
create table budget_transfers (
    transfer_id   text primary key,
    from_activity text not null references activities,
    to_activity   text not null references activities,
    entity        text not null check (entity <> ''),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    cents         bigint not null check (cents > 0),
    moved_on      date not null,
    moved_by      text not null,
    reverses      text references budget_transfers,
    constraint budget_transfers_between_two check (from_activity <> to_activity),
    constraint budget_transfers_reversed_once unique (reverses)
);
create index budget_transfers_from on budget_transfers (from_activity);
create index budget_transfers_to on budget_transfers (to_activity);
create trigger budget_transfers_append_only before update or delete or truncate on budget_transfers
    for each statement execute function refuse_change();

-- What activities may spend: of each invoice what its client has paid (or the house bears, whether it gets that back or
-- not) beyond its fee and the wages planned of it, and what other activities gave, less what was given and spent; never
-- more than the activity's account holds beyond what it owes.
create or replace function expense_money(of_activities text[], accounts text[], owed_accounts text[])
returns table (activity_id text, currency text, cents bigint)
language sql stable as $$
    with moved as (
        select i.activity_id, i.currency, greatest(0,
            (r.paid_cents + r.written_off_cents) * i.net_cents / nullif(i.total_cents, 0)
            - b.fee_cents - b.budget_cents) as cents
        from invoices i join receivables r using (invoice_id) join budgets b using (invoice_id)
        where i.activity_id = any(of_activities) and b.expenses_cents > 0
        union all
        select t.to_activity, t.currency, t.cents from budget_transfers t where t.to_activity = any(of_activities)
        union all
        select t.from_activity, t.currency, -t.cents from budget_transfers t where t.from_activity = any(of_activities)),
    received as (
        select moved.activity_id, moved.currency, sum(moved.cents) as cents from moved
        group by moved.activity_id, moved.currency),
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
