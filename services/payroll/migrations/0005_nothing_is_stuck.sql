-- What is credited is the activity's debt, not a recovery.
alter table advances add column charged_cents bigint not null default 0 check (charged_cents >= 0);
alter table advances drop constraint advances_never_overdrawn;
alter table advances add constraint advances_never_overdrawn
    check (recovered_cents + lost_cents + charged_cents <= amount_cents);
drop index advances_open;
create index advances_open on advances (client_id) where amount_cents > recovered_cents + lost_cents + charged_cents;
alter table advance_steps drop constraint advance_steps_kind_check;
alter table advance_steps add constraint advance_steps_kind_check
    check (kind in ('opened', 'recovered', 'lost', 'regained', 'charged'));

-- A declaration left at an instant; an end that changes before the answer is told after it.
alter table declarations add column sent_at timestamptz;
alter table declarations add column wanted_ends_on date;
update declarations set sent_at = sent_on::timestamp at time zone 'UTC' where sent_on is not null;
alter table declarations add constraint declarations_sent_at_an_instant check ((sent_on is null) = (sent_at is null));

-- Work that is extended is covered without a gap, by one cover after the other.
drop index covers_one_open_per_order;
create index covers_by_order on covers (order_id);

-- The national number that a worker had before each correction of it, and who corrected it.
create table national_number_corrections (
    member_id     text not null references workers,
    place         int not null,
    number_before text not null,
    corrected_on  date not null,
    corrected_by  text not null,
    primary key (member_id, place)
);
create trigger national_number_corrections_append_only before update or delete or truncate
    on national_number_corrections for each statement execute function refuse_change();

-- A bank may reject a payment before any money moved; the wage is sent again then.
alter table wage_payments add column rejected_on date;
alter table wage_payments add column rejected_because text;
alter table wage_payments drop constraint wage_payments_state_check;
alter table wage_payments add constraint wage_payments_state_check
    check (state in ('to_send', 'nothing_to_pay', 'sent', 'paid', 'returned', 'rejected'));

-- A wage for work that was not declared before it began is paid all the same, and flagged.
alter table wages add column undeclared boolean not null default false;

-- Which request asks for a pay run on a day that is far from the clock's.
create table run_requests (
    day         date primary key,
    approval_id text not null
);

-- A line's amount follows from what it shows: its threshold, what is added and taken, its bounds.
alter table wage_lines add column over_cents bigint;
alter table wage_lines add column plus_cents bigint;
alter table wage_lines add column less_cents bigint;
alter table wage_lines add column least_cents bigint;
alter table wage_lines add column limit_cents bigint;
alter table wage_lines add column divides boolean not null default false;

-- Who lives from a worker's wage, from a day on; the row written last for the latest day counts.
create table worker_households (
    member_id          text not null references workers,
    valid_from         date not null,
    place              int not null,
    household          text not null,
    children           int not null check (children >= 0),
    disabled_children  int not null check (disabled_children between 0 and children),
    dependants_over_65 int not null check (dependants_over_65 >= 0),
    recorded_on        date not null,
    recorded_by        text not null,
    primary key (member_id, place)
);
create trigger worker_households_append_only before update or delete or truncate on worker_households
    for each statement execute function refuse_change();
