-- Sources of which nothing is applied until a person says so: messages wait at the broker, parked ones are not tried.
create table pauses (
    source    text primary key,
    paused_by text not null,
    why       text not null,
    paused_at timestamptz not null default clock_timestamp()
);
