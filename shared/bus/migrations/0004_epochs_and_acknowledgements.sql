-- A restored event log gives versions out again: its epoch tells; and a finding of verify that a person has answered for.

create table epochs (
    epoch    int primary key check (epoch > 0),
    begun_by text not null,
    why      text not null,
    begun_at timestamptz not null default clock_timestamp()
);
insert into epochs (epoch, begun_by, why) values (1, 'migration', 'the first epoch of this event log');
create trigger epochs_append_only before update or delete or truncate on epochs
    for each statement execute function refuse_change();

alter table event_log add column epoch int not null default 1;
alter table inbox add column epoch int not null default 1;

create table acknowledged_differences (
    source          text not null,
    event_id        text not null,
    acknowledged_by text not null,
    why             text not null,
    acknowledged_at timestamptz not null default clock_timestamp(),
    primary key (source, event_id)
);
create trigger acknowledged_differences_append_only before update or delete or truncate on acknowledged_differences
    for each statement execute function refuse_change();

-- How a person had an event applied that the inbox would not apply by itself.
alter table parked add column accepted text check (accepted in ('beside', 'from_here'));

create table acceptances (
    id          bigint generated always as identity primary key,
    source      text not null,
    event_id    text,
    type        text not null,
    aggregate   text not null,
    version     bigint not null,
    code        text not null,
    accepted    text not null check (accepted in ('beside', 'from_here')),
    accepted_by text not null,
    why         text not null,
    accepted_at timestamptz not null default clock_timestamp()
);
create trigger acceptances_append_only before update or delete or truncate on acceptances
    for each statement execute function refuse_change();
