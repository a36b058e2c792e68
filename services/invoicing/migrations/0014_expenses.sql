-- What members bought, or drove, for their activities: kept first, claimed later, each once.
create table receipts (
    receipt_id      text primary key,
    member_id       text not null references members,
    bought_on       date not null,
    supplier        text not null,
    supplier_number text not null,
    number          text not null,
    country         text not null check (country ~ '^[A-Z]{2}$'),
    category        text not null check (category <> ''),
    names_entity    boolean not null,
    currency        text not null check (currency ~ '^[A-Z]{3}$'),
    gross_cents     bigint not null check (gross_cents > 0),
    kilometres      numeric(7, 1) check (kilometres > 0),
    digest          text not null check (digest ~ '^[0-9a-f]{64}$'),
    media_type      text not null,
    content         bytea not null,
    kept_on         date not null,
    kept_by         text not null,
    claim_id        text,
    dropped_on      date,
    constraint receipts_not_dropped_when_claimed check (claim_id is null or dropped_on is null)
);
create index receipts_of_member on receipts (member_id, receipt_id);
create index receipts_of_claim on receipts (claim_id) where claim_id is not null;
create unique index receipts_one_per_file on receipts (digest) where dropped_on is null;
create unique index receipts_one_per_name_and_number on receipts
    (lower(regexp_replace(supplier, '[^[:alnum:]]', '', 'g')), upper(regexp_replace(number, '[^[:alnum:]]', '', 'g')))
    where dropped_on is null and number <> '';
create unique index receipts_one_per_supplier_and_number on receipts
    (upper(regexp_replace(supplier_number, '[^[:alnum:]]', '', 'g')), upper(regexp_replace(number, '[^[:alnum:]]', '', 'g')))
    where dropped_on is null and number <> '' and supplier_number <> '';

-- The tax that a receipt shows, by rate.
create table receipt_taxes (
    receipt_id text not null references receipts,
    rate       numeric not null check (rate >= 0),
    base_cents bigint not null check (base_cents > 0),
    vat_cents  bigint not null check (vat_cents >= 0),
    primary key (receipt_id, rate)
);
create trigger receipt_taxes_append_only before update or delete or truncate on receipt_taxes
    for each statement execute function refuse_change();

-- Claims: asked -> approved -> sent -> paid; refused and withdrawn free their receipts; returned is owed again, and sent
-- again. `cost` is what the activity bears: what is refunded less the tax that the State gives back.
create table expense_claims (
    claim_id         text primary key,
    activity_id      text not null references activities,
    member_id        text not null references members,
    entity           text not null default 'main' check (entity <> ''),
    state            text not null check (state in ('asked', 'approved', 'refused', 'withdrawn', 'sent', 'paid', 'returned')),
    asked_on         date not null,
    asked_by         text not null,
    payee_name       text not null,
    iban             text not null,
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    refunded_cents   bigint not null check (refunded_cents > 0),
    deductible_cents bigint not null check (deductible_cents >= 0),
    decided_on       date,
    decided_by       text,
    reason           text not null default '',
    booked_on        date,
    reference        text not null default '',
    paid_on          date,
    constraint expense_claims_cost_something check (deductible_cents < refunded_cents),
    constraint expense_claims_decided_whole check (num_nulls(decided_on, decided_by) in (0, 2)
        and (state not in ('approved', 'refused', 'sent', 'paid', 'returned') or decided_by is not null)),
    constraint expense_claims_four_eyes check (decided_by <> asked_by and decided_by <> member_id),
    constraint expense_claims_booked_when_sent check ((state in ('sent', 'paid', 'returned')) = (booked_on is not null))
);
create index expense_claims_of_activity on expense_claims (activity_id, state);
create index expense_claims_of_member on expense_claims (member_id, claim_id);
create index expense_claims_by_state on expense_claims (state, claim_id);
create unique index expense_claims_by_reference on expense_claims (reference) where reference <> '';
alter table receipts add constraint receipts_of_a_claim foreign key (claim_id) references expense_claims;

-- What a claim asks of each receipt, by the rules of the day of the receipt; `purchase` says how the State hears of it,
-- and is empty where it does not.
create table expense_lines (
    claim_id         text not null references expense_claims,
    receipt_id       text not null references receipts,
    line             int not null check (line > 0),
    refunded_cents   bigint not null check (refunded_cents > 0),
    vat_cents        bigint not null check (vat_cents >= 0),
    vat_share        numeric not null check (vat_share between 0 and 1),
    deductible_cents bigint not null check (deductible_cents between 0 and vat_cents),
    purchase         text not null,
    source           text not null,
    primary key (claim_id, receipt_id)
);
create trigger expense_lines_append_only before update or delete or truncate on expense_lines
    for each statement execute function refuse_change();
create index expense_lines_of_receipt on expense_lines (receipt_id);

-- What activities may spend on expenses: of each invoice what its client has paid (or the house bears) beyond its fee and
-- the wages planned of it, less what was spent; never more than the activity's account holds beyond what it owes.
create function expense_money(of_activities text[], accounts text[], owed_accounts text[])
returns table (activity_id text, currency text, cents bigint)
language sql stable as $$
    with received as (
        select i.activity_id, i.currency, sum(greatest(0,
            (r.paid_cents + r.recovered_cents + r.written_off_cents) * i.net_cents / nullif(i.total_cents, 0)
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

-- Purchases of which tax is given back are facts of VAT too, on the day on which they were booked.
create or replace function vat_facts(of_entity text, accounts_of_losses text[], latest_invoice_day int)
returns table (document text, kind text, category text, rate numeric, country text, vat_number text, tax_on date,
               currency text, base_cents bigint, vat_cents bigint)
language sql stable as $$
    select i.invoice_id, i.kind, t.category, t.rate, i.buyer_country, i.buyer_vat_number,
           case i.kind when 'credit_note' then i.issued_on else least(
               i.issued_on,
               (date_trunc('month', i.supplied_on) + interval '1 month')::date + (latest_invoice_day - 1)) end,
           i.currency, t.base_cents, t.vat_cents
    from invoices i join invoice_taxes t using (invoice_id) where i.entity = of_entity
    union all
    select e.document, case when sum(p.cents) > 0 then 'loss' else 'recovery' end, '', 0, '', '', e.event_on, p.currency,
           0, abs(sum(p.cents))::bigint
    from ledger_postings p join ledger_entries e on e.id = p.entry_id
    where p.account = any(accounts_of_losses) and e.entity = of_entity and e.journal in ('losses', 'payments')
    group by e.document, e.event_on, p.currency having sum(p.cents) <> 0
    union all
    select l.receipt_id, 'purchase_of_' || l.purchase, '', 0, '', '', c.booked_on, c.currency,
           l.refunded_cents - l.deductible_cents, l.deductible_cents
    from expense_lines l join expense_claims c using (claim_id)
    where c.entity = of_entity and c.booked_on is not null and l.purchase <> ''
$$;
