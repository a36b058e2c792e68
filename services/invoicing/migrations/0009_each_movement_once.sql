-- Each movement once, whatever file told it; how money found its invoice, and why some waits.
alter table unmatched_movements add column reason text not null default 'nothing_known';
alter table bank_accounts drop column last_identity, drop column closing_cents, drop column closing_on;
alter table payments add column matched_by text not null default 'reference';
alter table payments drop constraint payments_one_per_movement;
alter table payments add constraint payments_once_per_movement unique (movement_id, invoice_id);
alter table payment_reversals drop constraint payment_reversals_movement_id_key;

-- As what each format told a movement: no file, whatever its format and its order, books it again.
create table bank_movement_reports (
    movement_id    text not null references bank_movements,
    format         text not null,
    bank_reference text not null,
    ordinal        int not null check (ordinal > 0),
    primary key (movement_id, format)
);
create trigger bank_movement_reports_append_only before update or delete or truncate on bank_movement_reports
    for each statement execute function refuse_change();
insert into bank_movement_reports (movement_id, format, bank_reference, ordinal)
select m.movement_id, s.format, '', 1 from bank_movements m join bank_statements s using (statement_id);

-- Movements that a statement told though they were booked already.
create table bank_known_movements (
    statement_id text not null references bank_statements,
    seq          int not null check (seq > 0),
    movement_id  text not null references bank_movements,
    cents        bigint not null,
    primary key (statement_id, seq)
);
create trigger bank_known_movements_append_only before update or delete or truncate on bank_known_movements
    for each statement execute function refuse_change();
create index bank_movements_of_payer on bank_movements (counterparty_iban) where counterparty_iban <> '';
create index bank_movements_by_day on bank_movements (booked_on);
