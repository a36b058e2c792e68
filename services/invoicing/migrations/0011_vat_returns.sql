-- Who a document was made out to, as its own content says: in which VAT case it stands, and in which listing.
alter table invoices
    add column buyer_country text not null generated always as (coalesce(content::jsonb #>> '{buyer,country}', '')) stored,
    add column buyer_vat_number text not null generated always as (coalesce(content::jsonb #>> '{buyer,vat_number}', '')) stored;

-- What the State hears of: the tax of each document, and of each loss on a client (claimed back) and its recovery. Tax
-- falls due when the invoice is issued, or on the latest day on which it had to be, whichever comes first.
create function vat_facts(of_entity text, accounts_of_losses text[], latest_invoice_day int)
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
$$;

-- Periods that a person closed: closed -> accepted or refused -> sent again. What is due is positive, what is claimed negative.
create table vat_returns (
    return_id       text primary key,
    entity          text not null check (entity <> ''),
    starts_on       date not null,
    ends_before     date not null,
    due_on          date not null,
    closed_on       date not null,
    closed_by       text not null,
    currency        text not null check (currency ~ '^[A-Z]{3}$'),
    balance_cents   bigint not null,
    refund          boolean not null,
    attempt         int not null default 1 check (attempt > 0),
    state           text not null check (state in ('closed', 'accepted', 'refused')),
    answered_on     date,
    reference       text not null default '',
    refused_because text not null default '',
    constraint vat_returns_one_per_period unique (entity, starts_on),
    constraint vat_returns_do_not_run_backwards check (ends_before > starts_on and closed_on >= ends_before),
    constraint vat_returns_answered_on_a_day check ((state = 'closed') = (answered_on is null))
);

-- What each document put into which grid of the return, once for ever; `late` when its tax fell due in an earlier period.
create table vat_return_entries (
    return_id text not null references vat_returns,
    document  text not null,
    grid      text not null,
    cents     bigint not null check (cents > 0),
    tax_on    date not null,
    late      boolean not null,
    primary key (document, grid)
);
create index vat_return_entries_of_grid on vat_return_entries (return_id, grid, document);
create trigger vat_return_entries_append_only before update or delete or truncate on vat_return_entries
    for each statement execute function refuse_change();
