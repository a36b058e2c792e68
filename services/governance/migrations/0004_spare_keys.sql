-- Keys for polls that are still to be convened, made before anybody waits for them; encrypted like the keys of polls.
create table spare_keys (
    key_id text primary key,
    bits   int not null check (bits > 0),
    sealed bytea not null
);
