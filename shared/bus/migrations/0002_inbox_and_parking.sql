-- What every service of the house keeps about what it heard, and about what it could not digest.

-- The relay empties this table all the time: look after it by count, not by share of its size.
alter table outbox_pending set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Every event ever heard, once. body_hash = sha256 of the body's bytes, so that reconciliation sees another body.
create table inbox (
    source    text not null,
    event_id  text not null,
    type      text not null,
    aggregate text not null,
    version   bigint not null check (version >= 0),
    outcome   text not null check (outcome in ('applied', 'ignored', 'discarded')),
    body_hash bytea not null,
    heard_at  timestamptz not null default clock_timestamp(),
    primary key (source, event_id)
);
create trigger inbox_append_only before update or delete or truncate on inbox
    for each statement execute function refuse_change();

-- How far each line (an aggregate of a source) was heard. stopped: an event of it is parked; holding: a gap is waited for.
create table cursors (
    source    text not null,
    aggregate text not null,
    version   bigint not null check (version >= 0),
    stopped   boolean not null default false,
    holding   boolean not null default false,
    primary key (source, aggregate)
) with (fillfactor = 80);

-- Events that came before their turn; they are released when the gap closes.
create table held (
    source       text not null,
    aggregate    text not null,
    version      bigint not null check (version > 0),
    event_id     text not null,
    type         text not null,
    headers      text not null,
    content_type text not null,
    body         bytea not null,
    held_at      timestamptz not null default clock_timestamp(),
    primary key (source, aggregate, version)
);

-- Messages that could not be digested, and the later events of their lines. next_try_at is empty when one waits for an
-- operator, or for the event before it. event_id is empty when a message came without one.
create table parked (
    id           bigint generated always as identity primary key,
    source       text not null,
    event_id     text,
    type         text not null,
    aggregate    text not null,
    version      bigint not null check (version >= 0),
    attempts     int not null check (attempts >= 0),
    next_try_at  timestamptz,
    code         text not null,
    error        text not null,
    replayable   boolean not null,
    headers      text not null,
    content_type text not null,
    body         bytea not null,
    parked_at    timestamptz not null default clock_timestamp(),
    constraint parked_once unique (source, event_id)
);
create index parked_lines on parked (source, aggregate, version) where version > 0;
create index parked_due on parked (next_try_at) where next_try_at is not null;

-- How often a message was begun that came back from the broker unanswered; forgotten once it was heard or parked.
create table attempts (
    source   text not null,
    event_id text not null,
    attempts int not null check (attempts > 0),
    primary key (source, event_id)
);

-- What an operator threw away, who did it and why; the body is gone, its hash stays.
create table discards (
    id           bigint generated always as identity primary key,
    source       text not null,
    event_id     text,
    type         text not null,
    aggregate    text not null,
    version      bigint not null,
    code         text not null,
    body_hash    bytea not null,
    discarded_by text not null,
    why          text not null,
    discarded_at timestamptz not null default clock_timestamp()
);
create trigger discards_append_only before update or delete or truncate on discards
    for each statement execute function refuse_change();
