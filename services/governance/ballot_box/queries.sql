-- name: add_poll
-- Open a poll; nothing comes back when it was opened before.
insert into polls (poll_id, paper, digest, opening) values (%(poll_id)s, %(paper)s, %(digest)s, %(opening)s)
on conflict do nothing
returning poll_id;

-- name: get_poll
-- The poll with this id, or nothing.
select poll_id, paper, digest, opening, closing, root, tally from polls where poll_id = %(poll_id)s;

-- name: lock_poll
-- The poll with this id, locked, so that ballots and the closing pass one after the other.
select poll_id, paper, digest, opening, closing, root, tally, cancelling from polls where poll_id = %(poll_id)s for update;

-- name: last_ballot
-- The ballot of the highest turn that a credential cast so far.
select body from staged_ballots where poll_id = %(poll_id)s and voter_key = %(voter_key)s;

-- name: stage_ballot
-- Keep a ballot until its poll closes, in place of an earlier one of the same credential.
insert into staged_ballots (poll_id, voter_key, turn, body)
values (%(poll_id)s, %(voter_key)s, %(turn)s, %(body)s)
on conflict on constraint staged_ballots_one_per_credential
do update set turn = excluded.turn, body = excluded.body;

-- name: all_staged
-- Every ballot that waits, of every poll.
select poll_id, voter_key, turn, body from staged_ballots;

-- name: empty_staging
-- Empty the staging table and its file.
truncate staged_ballots;

-- name: add_ballot
-- Seal a ballot.
insert into ballots (poll_id, batch, leaf, voter_key, turn, choices, body)
values (%(poll_id)s, %(batch)s, %(leaf)s, %(voter_key)s, %(turn)s, %(choices)s, %(body)s);

-- name: add_batch
-- Note the root of a sealed batch.
insert into batches (poll_id, number, size, root, chained)
values (%(poll_id)s, %(number)s, %(size)s, %(root)s, %(chained)s);

-- name: close_poll
-- Close a poll with the message that closed it, the end of its chain and its count.
update polls set closing = %(closing)s, root = %(root)s, tally = %(tally)s where poll_id = %(poll_id)s;

-- name: cancel_poll
-- Cancel a poll with the message that cancelled it.
update polls set cancelling = %(cancelling)s where poll_id = %(poll_id)s;

-- name: count_choices
-- How often each combination of choices was made, by the last ballot of each credential.
select choices, count(*) as times from (
    select distinct on (voter_key) choices from ballots where poll_id = %(poll_id)s order by voter_key, turn desc
) as counted group by choices order by choices;

-- name: batches_of
-- The batches of a poll, in order.
select number, size, root, chained from batches where poll_id = %(poll_id)s order by number;

-- name: get_batch
-- One batch of a poll, or nothing.
select number, size, root, chained from batches where poll_id = %(poll_id)s and number = %(number)s;

-- name: ballots_of_batch
-- The ballots of a batch in the order of their leaves, which is no order in which anything happened.
select body from ballots where poll_id = %(poll_id)s and batch = %(number)s order by leaf collate "C";

-- name: all_polls
-- Every poll, with what it was closed with.
select poll_id, root, tally from polls order by poll_id;

-- name: is_well
-- Whether the database answers and holds the tables.
select count(*) >= 0 as well from polls;
