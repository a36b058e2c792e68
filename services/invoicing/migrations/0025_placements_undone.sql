-- Money that was placed wrongly goes back to suspense, and is placed again: each placing has its place.
create table placements_undone (
    movement_id text not null references bank_movements,
    place       int not null check (place > 0),
    placed_as   text not null check (placed_as in ('payment', 'on_account', 'own', 'grant')),
    because     text not null check (because <> ''),
    undone_on   date not null,
    undone_by   text not null,
    primary key (movement_id, place)
);
create trigger placements_undone_append_only before update or delete or truncate on placements_undone
    for each statement execute function refuse_change();
alter table payments add column place int not null default 0 check (place >= 0);
alter table payments drop constraint payments_once_per_movement;
alter table payments add constraint payments_once_per_movement unique (movement_id, invoice_id, place);
alter table grants add column place int not null default 0 check (place >= 0);
alter table grants drop constraint grants_once_per_movement;
alter table grants add constraint grants_once_per_movement unique (movement_id, place);
