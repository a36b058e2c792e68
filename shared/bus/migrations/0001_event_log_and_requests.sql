-- What every service of the house keeps about its own doors: events said, messages still to send, commands answered.

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- One row per aggregate that ever said something: its last version, and the digest at the end of its chain.
create table aggregates (
    aggregate text primary key,
    version   bigint not null check (version >= 0),
    digest    text not null
);

-- Every event ever said. Versions are dense per aggregate; digest = sha256(previous digest || canonical event).
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
    constraint event_log_versions_unique unique (aggregate, version)
);
create trigger event_log_append_only before update or delete or truncate on event_log
    for each statement execute function refuse_change();
create index event_log_by_day on event_log (event_on);

-- Events committed and not yet confirmed by the broker; the relay deletes what was confirmed.
create table outbox_pending (
    seq      bigint generated always as identity primary key,
    event_id uuid not null
);

-- The first answer of every command, so that the same request_id gets the same answer.
create table rpc_requests (
    subject      text not null,
    method       text not null,
    request_id   text not null,
    request_hash text not null,
    answer       text,
    answered_at  timestamptz not null default clock_timestamp(),
    primary key (subject, method, request_id)
);
