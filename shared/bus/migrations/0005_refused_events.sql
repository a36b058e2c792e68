-- Events that the broker will not take, whoever sends them: set aside so that the others are sent.
create table outbox_refused (
    event_id   uuid primary key,
    why        text not null,
    refused_at timestamptz not null default clock_timestamp()
);
