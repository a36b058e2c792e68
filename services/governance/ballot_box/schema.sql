-- The ballot box. No table holds a time, a serial number or anything of a person; see README.md and decision 0007.

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- One row per poll: the paper and the signed opening (which names the roll), and what it was closed or cancelled with.
create table polls (
    poll_id text primary key,
    paper   text not null,
    digest  text not null,
    closing text,
    root    text,
    tally   text,
    opening text not null,
    cancelling text,
    constraint polls_closed_as_a_whole check (
        (closing is null) = (root is null) and (closing is null) = (tally is null))
);

-- Ballots until their poll closes, the last of each credential. Sealing empties the table (truncate), so that neither row
-- versions nor transaction numbers keep the order in which they came.
create table staged_ballots (
    poll_id   text not null references polls,
    voter_key text not null,
    turn      int not null check (turn > 0),
    body      text not null,
    constraint staged_ballots_one_per_credential primary key (poll_id, voter_key)
);

-- Sealed ballots of closed polls. A board is written at once, in the order of its leaves: all its rows have one
-- transaction number, and nothing says in which order they came.
create table ballots (
    poll_id   text not null references polls,
    batch     int not null check (batch > 0),
    leaf      text not null,
    voter_key text not null,
    turn      int not null check (turn > 0),
    choices   text not null,
    body      text not null,
    primary key (poll_id, leaf),
    constraint ballots_one_per_turn unique (poll_id, voter_key, turn)
);
create index ballots_by_batch on ballots (poll_id, batch);
create trigger ballots_append_only before update or delete or truncate on ballots
    for each statement execute function refuse_change();

-- The Merkle root of each batch, and the end of the chain of roots up to it.
create table batches (
    poll_id text not null references polls,
    number  int not null check (number > 0),
    size    int not null check (size > 0),
    root    text not null,
    chained text not null,
    primary key (poll_id, number)
);
create trigger batches_append_only before update or delete or truncate on batches
    for each statement execute function refuse_change();
