-- What stops an exit whose day has come: by which rule, and since when; gone as soon as the exit is settled.
create table exit_obstacles (
    exit_id    text primary key references exits,
    code       text not null,
    sentence   text not null,
    noticed_on date not null
);
