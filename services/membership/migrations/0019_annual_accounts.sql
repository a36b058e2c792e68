-- What each ledger of a legal entity says of a year, told once: append-only.
create table ledger_years (
    ledger       text not null check (ledger in ('invoicing', 'membership', 'payroll')),
    entity       text not null check (entity <> ''),
    year         int not null,
    result_cents bigint not null,
    net_cents    bigint not null,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    recorded_on  date not null,
    actor        text not null,
    constraint ledger_years_told_once primary key (entity, year, ledger)
);
create trigger ledger_years_append_only before update or delete or truncate on ledger_years
    for each statement execute function refuse_change();

-- Years whose accounts the assembly approved, and what of their result went to the indivisible reserve: append-only.
create table approved_accounts (
    entity           text not null check (entity <> ''),
    year             int not null,
    approved_on      date not null,
    resolution_id    text not null check (resolution_id <> ''),
    to_reserve_cents bigint not null,
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    recorded_on      date not null,
    actor            text not null,
    constraint approved_accounts_once primary key (entity, year),
    constraint approved_accounts_after_the_year check (extract(year from approved_on) > year)
);
create trigger approved_accounts_append_only before update or delete or truncate on approved_accounts
    for each statement execute function refuse_change();
