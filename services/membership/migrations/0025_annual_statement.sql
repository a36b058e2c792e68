-- What stood on each account of a ledger at the end of a year that it closed (debit positive): append-only.
create table ledger_year_balances (
    entity   text not null,
    year     int not null,
    ledger   text not null,
    account  text not null check (account <> ''),
    name     text not null,
    mirror   text not null,
    cents    bigint not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    constraint year_balances_once primary key (entity, year, ledger, account, currency),
    constraint year_balances_of_a_year_told foreign key (entity, year, ledger) references ledger_years
);
create trigger ledger_year_balances_append_only before update or delete or truncate on ledger_year_balances
    for each statement execute function refuse_change();
