-- Every effect, as often as it happened, in the order in which it happened.
create table effects (
    seq      bigint generated always as identity primary key,
    event_id text not null,
    line_id  text not null,
    version  bigint not null,
    number   bigint not null,
    at       timestamptz not null default clock_timestamp()
);
