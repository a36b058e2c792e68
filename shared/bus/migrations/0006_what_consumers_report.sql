-- How far each consumer says that it consumed what this service published; its keeper compares, and sends again.

create table consumers (
    consumer       text primary key,
    reported_at    timestamptz not null,
    compared_until timestamptz not null
);

create table consumed (
    consumer    text not null,
    aggregate   text not null,
    version     bigint not null check (version >= 0),
    stopped     boolean not null,
    reported_at timestamptz not null default clock_timestamp(),
    primary key (consumer, aggregate)
) with (fillfactor = 80);
create index consumed_lately on consumed (consumer, reported_at);
