-- name: add_poll
-- Put a resolution to a secret vote.
insert into polls (poll_id, assembly_id, resolution_id, paper, digest, state)
values (%(poll_id)s, %(assembly_id)s, %(resolution_id)s, %(paper)s, %(digest)s, 'prepared');

-- name: get_poll
-- The poll with this id, or nothing.
select paper, state, opening, credentials, present, entitled, members_present from polls where poll_id = %(poll_id)s;

-- name: share_poll
-- The poll with this id, held in its state until commit; others may hold it too.
select paper, state, opening, credentials, present, entitled, members_present from polls where poll_id = %(poll_id)s
for share;

-- name: lock_poll
-- The poll with this id, locked until commit.
select paper, state, opening, credentials, present, entitled, members_present from polls where poll_id = %(poll_id)s
for update;

-- name: lock_poll_of_resolution
-- The poll of a resolution, locked until commit.
select paper, state, opening, credentials, present, entitled, members_present from polls
where resolution_id = %(resolution_id)s and state <> 'cancelled'
for update;

-- name: save_poll
-- Move a poll to its next state.
update polls set state = %(state)s, opening = %(opening)s, credentials = %(credentials)s, present = %(present)s,
                 entitled = %(entitled)s, members_present = %(members_present)s
where poll_id = %(poll_id)s;

-- name: add_keys
-- Keep the private keys of a poll, encrypted.
insert into poll_keys (poll_id, sealed) values (%(poll_id)s, %(sealed)s);

-- name: get_keys
-- The private keys of a poll, encrypted, or nothing after its closing.
select sealed from poll_keys where poll_id = %(poll_id)s;

-- name: destroy_keys
-- Destroy the private keys of a poll.
delete from poll_keys where poll_id = %(poll_id)s;

-- name: marks_of
-- The roll marks of a poll, in the order of members.
select member_id, blinded_digest, signature, holder_id, holder_key, proxy_signature, given_for, handed_out, document_digest
from credentials where poll_id = %(poll_id)s order by member_id collate "C";

-- name: count_on_paper
-- For how many members a ballot was handed out on paper.
select count(*)::int as papers from credentials where poll_id = %(poll_id)s and handed_out in ('paper', 'post');

-- name: add_message
-- Leave a message for the ballot box.
insert into box_messages (poll_id, do_what, body, decided_on)
values (%(poll_id)s, %(do_what)s, %(body)s, %(decided_on)s);

-- name: add_consent
-- Note that a person would end a poll.
insert into poll_consents (poll_id, ending, reason, given_by, key, signature, given_on, lapses_on)
values (%(poll_id)s, %(ending)s, %(reason)s, %(given_by)s, %(key)s, %(signature)s, %(given_on)s, %(lapses_on)s);

-- name: withdraw_consents
-- Note that a person takes back their word that a poll is to end.
insert into withdrawn_consents (position, withdrawn_on)
select position, %(on)s from poll_consents
where poll_id = %(poll_id)s and ending = %(ending)s and reason = %(reason)s and given_by = %(given_by)s
on conflict do nothing;

-- name: consents_to
-- Who would end a poll, in the order of persons.
select ending, given_by, reason, key, signature, given_on, lapses_on,
       exists (select 1 from withdrawn_consents w where w.position = c.position) as withdrawn
from poll_consents c where poll_id = %(poll_id)s
order by ending, reason, given_by, position;

-- name: add_cancelling
-- Put on record that a poll is cancelled.
insert into cancelled_polls (poll_id, digest, reason, cancelled_on, consents)
values (%(poll_id)s, %(digest)s, %(reason)s, %(cancelled_on)s, %(consents)s);

-- name: cancelled_of
-- The cancelled polls of a resolution, in their order.
select p.paper, c.poll_id, c.digest, c.reason, c.cancelled_on::text as cancelled_on, c.consents
from polls p join cancelled_polls c using (poll_id)
where p.resolution_id = %(resolution_id)s order by p.poll_id;

-- name: drop_messages
-- Have nothing more carried to the ballot box of what a poll had waiting.
update box_messages set answered = true where poll_id = %(poll_id)s and not answered;

-- name: reopen_messages
-- Have the refused messages of a poll carried again.
update box_messages set answered = false, refused = '' where poll_id = %(poll_id)s and refused <> '';

-- name: refusals_of
-- Why the ballot box refused messages of a poll.
select do_what, refused from box_messages where poll_id = %(poll_id)s and refused <> '' order by position;

-- name: add_result
-- Declare the result of a poll.
insert into results (poll_id, closing, root, ballots, votes_for, votes_against, abstentions, present, entitled, reason,
                     decided_on, opened_with, papers)
values (%(poll_id)s, %(closing)s, %(root)s, %(ballots)s, %(votes_for)s, %(votes_against)s, %(abstentions)s,
        %(present)s, %(entitled)s, %(reason)s, %(decided_on)s, %(opened_with)s, %(papers)s);

-- name: get_result
-- The result of a poll, or nothing.
select poll_id, closing, root, ballots, votes_for, votes_against, abstentions, present, entitled, reason, decided_on,
       papers
from results where poll_id = %(poll_id)s;
