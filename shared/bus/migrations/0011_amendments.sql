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
