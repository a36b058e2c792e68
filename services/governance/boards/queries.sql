-- name: messages_to_carry
-- Messages that the ballot box has not answered, in their order.
select position, poll_id, do_what, body, decided_on from box_messages
where not answered order by position limit %(limit)s;

-- name: lock_message
-- A message that is not answered yet, locked until commit.
select position from box_messages where position = %(position)s and not answered for update;

-- name: answer_message
-- Note that a message was answered, or why it was refused.
update box_messages set answered = true, refused = %(refused)s where position = %(position)s;

-- name: add_batch
-- Publish one batch of a board.
insert into published_batches (poll_id, number, root, body) values (%(poll_id)s, %(number)s, %(root)s, %(body)s);

-- name: batches_of
-- The published batches of a poll, in order.
select number, root, body from published_batches where poll_id = %(poll_id)s order by number;

-- name: add_sealed_board
-- Keep what closed a board whose ballots are still sealed, and the end of its chain.
insert into sealed_boards (poll_id, closing, root) values (%(poll_id)s, %(closing)s, %(root)s);

-- name: get_sealed_board
-- What closed the board of a poll with sealed ballots, and the end of its chain, or nothing.
select closing, root from sealed_boards where poll_id = %(poll_id)s;

-- name: opened_with
-- The key that opened the sealed ballots of a closed poll.
select opened_with from results where poll_id = %(poll_id)s;

-- name: polls_in
-- The polls in a state; those decided by a show of hands have no board.
select poll_id from polls p where state = %(state)s
and not exists (select 1 from results r where r.poll_id = p.poll_id and r.closing = '') order by poll_id;

-- name: add_share
-- Note a share of the sealing key; the same one again is no news.
insert into sealing_shares (poll_id, number, share) values (%(poll_id)s, %(number)s, %(share)s) on conflict do nothing;

-- name: shares_of
-- The shares of a poll's sealing key that were handed in.
select number, share from sealing_shares where poll_id = %(poll_id)s order by number;
