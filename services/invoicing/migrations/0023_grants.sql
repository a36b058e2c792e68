-- Grants and sponsoring: money that enters an activity without an order, and bears the fee; each is one movement that
-- waited in suspense. One that its giver or the bank took back is returned, once.
create table grants (
    grant_id    text primary key,
    movement_id text not null references bank_movements,
    activity_id text not null references activities,
    member_id   text not null references members,
    entity      text not null check (entity <> ''),
    kind        text not null check (kind in ('grant', 'sponsoring')),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    cents       bigint not null check (cents > 0),
    fee_rate    numeric(6, 4) not null check (fee_rate >= 0),
    fee_source  text not null,
    fee_cents   bigint not null check (fee_cents between 0 and cents),
    received_on date not null,
    recorded_on date not null,
    recorded_by text not null,
    constraint grants_once_per_movement unique (movement_id)
);
create index grants_of_activity on grants (activity_id, grant_id);
create trigger grants_append_only before update or delete or truncate on grants
    for each statement execute function refuse_change();
create table grant_returns (
    grant_id    text primary key references grants,
    movement_id text not null references bank_movements,
    returned_on date not null
);
create trigger grant_returns_append_only before update or delete or truncate on grant_returns
    for each statement execute function refuse_change();

-- What activities may spend: of each invoice what its client has paid (or the house bears, whether it gets that back or
-- not) beyond its fee and the wages planned of it, what other activities gave, and grants beyond their fee, less what was
-- given and spent; never more than the activity's account holds beyond what it owes.
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
        select t.from_activity, t.currency, -t.cents from budget_transfers t where t.from_activity = any(of_activities)
        union all
        select g.activity_id, g.currency, g.cents - g.fee_cents from grants g
        where g.activity_id = any(of_activities)
            and not exists (select from grant_returns r where r.grant_id = g.grant_id)),
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
