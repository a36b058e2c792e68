-- A statement is kept whole at once; its movements wait here and are booked in sets, each set one transaction. `fault`:
-- why one of them could not be booked; it stops no other and is tried again.
create table bank_staged_movements (
    movement_id              text primary key,
    statement_id             text not null references bank_statements,
    account                  text not null references bank_accounts,
    seq                      int not null check (seq > 0),
    booked_on                date not null,
    value_on                 date not null,
    currency                 text not null,
    cents                    bigint not null check (cents <> 0),
    structured_communication text not null,
    end_to_end_id            text not null,
    communication            text not null,
    counterparty_iban        text not null,
    counterparty_bic         text not null,
    counterparty_name        text not null,
    is_return                boolean not null,
    format                   text not null,
    bank_reference           text not null,
    ordinal                  int not null check (ordinal > 0),
    fault                    text not null default '',
    constraint bank_staged_movements_once unique (statement_id, seq)
);
create index bank_staged_movements_in_order on bank_staged_movements (account, statement_id, seq);
create index bank_movement_reports_by_reference on bank_movement_reports (bank_reference) where bank_reference <> '';
