-- The tables of the bus as of today, in every service's own database: what it published, what it answered, what it consumed.
-- The migrations make exactly this; a test compares.

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- One row per aggregate that ever published something: its last version, and the digest at the end of its chain.
create table aggregates (
    aggregate text primary key,
    version   bigint not null check (version >= 0),
    digest    text not null
);

-- Every event ever published. Versions are dense per aggregate; digest = sha256(previous digest || canonical event).
create table event_log (
    id          uuid primary key,
    type        text not null,
    aggregate   text not null,
    version     bigint not null check (version > 0),
    event_on    date not null,
    recorded_at timestamptz not null,
    correlation text not null,
    traceparent text not null,
    body        text not null,
    digest      text not null,
    epoch       int not null default 1,
    constraint event_log_versions_unique unique (aggregate, version)
);
create trigger event_log_append_only before update or delete or truncate on event_log
    for each statement execute function refuse_change();
create index event_log_by_day on event_log (event_on);

-- The lives of this event log: a new one begins when the database was restored to an earlier point, for then versions
-- that consumers know already are given out again.
create table epochs (
    epoch    int primary key check (epoch > 0),
    begun_by text not null,
    why      text not null,
    begun_at timestamptz not null default clock_timestamp()
);
insert into epochs (epoch, begun_by, why) values (1, 'migration', 'the first epoch of this event log');
create trigger epochs_append_only before update or delete or truncate on epochs
    for each statement execute function refuse_change();

-- Events committed and not yet confirmed by the broker; the relay deletes what was confirmed. It empties this table all
-- the time: it is looked after by count, not by share of its size. refused_at: a queue was full, it is tried again.
create table outbox_pending (
    seq        bigint generated always as identity primary key,
    event_id   uuid not null,
    refused_at timestamptz
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index outbox_refused_for_now on outbox_pending (seq) where refused_at is not null;

-- Which relay leads, and until when unless it renews: a row works behind a pooler, where a session's lock does not.
create table relay_lease (
    only_one boolean primary key default true check (only_one),
    holder   text not null,
    until    timestamptz not null
);
insert into relay_lease (holder, until) values ('nobody', '-infinity');

-- Events that the broker will not take, whoever sends them: set aside so that the others are sent.
create table outbox_refused (
    event_id   uuid primary key,
    why        text not null,
    refused_at timestamptz not null default clock_timestamp()
);

-- The consumers that reported how far they consumed what this service published, and up to when that was compared.
create table consumers (
    consumer       text primary key,
    reported_at    timestamptz not null,
    compared_until timestamptz not null
);

-- How far each says that it consumed each stream. stopped: an event of it is parked there.
create table consumed (
    consumer    text not null,
    aggregate   text not null,
    version     bigint not null check (version >= 0),
    stopped     boolean not null,
    reported_at timestamptz not null default clock_timestamp(),
    primary key (consumer, aggregate)
) with (fillfactor = 80);
create index consumed_lately on consumed (consumer, reported_at);
create index consumed_stopped on consumed (consumer, reported_at) where stopped;

-- The first answer of every command, so that the same request_id gets the same answer. Housekeeping empties old answers.
create table rpc_requests (
    subject      text not null,
    method       text not null,
    request_id   text not null,
    request_hash text not null,
    answer       text,
    answered_at  timestamptz not null default clock_timestamp(),
    primary key (subject, method, request_id)
);
create index rpc_answers_by_age on rpc_requests (answered_at) where answer is not null;

-- Every event ever consumed, once. body_hash = sha256 of the body's bytes, so that reconciliation sees another body.
-- Ids are in the order of their bytes, as the source's log has them: a comparison walks along both keys.
create table inbox (
    source    text not null,
    event_id  text collate "C" not null,
    type      text not null,
    aggregate text not null,
    version   bigint not null check (version >= 0),
    outcome   text not null check (outcome in ('applied', 'ignored', 'discarded')),
    body_hash bytea not null,
    heard_at  timestamptz not null default clock_timestamp(),
    epoch     int not null default 1,
    primary key (source, event_id)
);
create trigger inbox_append_only before update or delete or truncate on inbox
    for each statement execute function refuse_change();

-- How far each stream (an aggregate of a source) was consumed. stopped: an event of it is parked; holding: a gap is waited for.
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

-- Messages that could not be digested, and the later events of their streams. next_try_at is empty when one waits for an
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
    accepted     text check (accepted in ('beside', 'from_here')),
    constraint parked_once unique (source, event_id)
);
create index parked_lines on parked (source, aggregate, version) where version > 0;
create index parked_due on parked (next_try_at) where next_try_at is not null;

-- How often a message was begun that came back from the broker unanswered; forgotten once it was consumed or parked.
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

-- Events that a person had applied though the inbox would not by itself: beside the one that took its version before, or
-- as the place from which its stream counts on.
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

-- Events that a person had applied with another body, because their own could not be digested. came: the digest of the
-- body as it came, under which the inbox knows the event.
create table amendments (
    id         bigint generated always as identity primary key,
    source     text not null,
    event_id   text not null,
    type       text not null,
    aggregate  text not null,
    version    bigint not null,
    code       text not null,
    came       bytea not null,
    body       bytea not null,
    amended_by text not null,
    why        text not null,
    amended_at timestamptz not null default clock_timestamp()
);
create index amendments_by_event on amendments (source, event_id);
create trigger amendments_append_only before update or delete or truncate on amendments
    for each statement execute function refuse_change();

-- Sources of which nothing is applied until a person says so: messages wait at the broker, parked ones are not tried.
create table pauses (
    source    text primary key,
    paused_by text not null,
    why       text not null,
    paused_at timestamptz not null default clock_timestamp()
);

-- Differences between a source's log and this inbox for which a person has answered: verify calls them no fault.
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

-- The runs of this service's jobs, one row per job and business day, and which scheduler works at them.
create table job_runs (
    job         text not null,
    business_on date not null,
    state       text not null check (state in ('running', 'done', 'failed')),
    attempts    int not null check (attempts > 0),
    begun_at    timestamptz not null,
    ended_at    timestamptz,
    done        int not null default 0,
    total       int not null default 0,
    outcome     text not null default '',
    primary key (job, business_on)
);

create table job_lease (
    only_one boolean primary key default true check (only_one),
    holder   text not null,
    until    timestamptz not null
);
insert into job_lease (holder, until) values ('nobody', '-infinity');
