-- Screening before a form leaves, how far clients are trusted, and work that is agreed without a signature.
alter table orders drop constraint orders_state_check;
alter table orders add constraint orders_state_check
    check (state in ('drafted', 'sent', 'signed', 'agreed', 'completed', 'cancelled'));
alter table orders drop constraint orders_signed_how_check;
alter table orders add constraint orders_signed_how_check check (signed_how in ('link', 'proof', 'recorded', 'none'));
alter table orders drop constraint orders_signed_by_somebody;
alter table orders add constraint orders_signed_by_somebody check (
    state not in ('signed', 'agreed', 'completed')
    or (signed_on is not null and signed_by is not null and signature_reference is not null));
alter table orders add column trade text not null default '';
alter table orders add column place text not null default '';

-- How far a client is trusted, change by change; the last one holds, none means fully.
create table client_standing_changes (
    change     bigint generated always as identity primary key,
    client_id  text not null references clients,
    standing   text not null check (standing in ('open', 'prepaid_only', 'blocked')),
    reason     text not null check (reason <> ''),
    changed_on date not null,
    changed_by text not null
);
create index client_standing_changes_of_client on client_standing_changes (client_id, change);
create trigger client_standing_changes_append_only before update or delete or truncate on client_standing_changes
    for each statement execute function refuse_change();

-- Orders that somebody looks at before their form leaves: the risks that were found, and what was decided.
create table order_screenings (
    screening_id text primary key,
    order_id     text not null references orders,
    digest       text not null,
    risks        text[] not null check (cardinality(risks) > 0),
    state        text not null check (state in ('asked', 'approved', 'refused')),
    asked_on     date not null,
    asked_by     text not null,
    decided_by   text not null default '',
    decided_on   date,
    decision     text not null default '',
    appeal       text not null default '',
    constraint order_screenings_one_per_content unique (order_id, digest)
);
