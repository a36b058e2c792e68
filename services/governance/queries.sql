-- name: add_fact
-- Note what was said of a member, with the day from which it holds.
insert into member_facts (member_id, kind, effective_on, is_member, shares, voting, suspended_shares, source)
values (%(member_id)s, %(kind)s, %(effective_on)s, %(is_member)s, %(shares)s, %(voting)s, %(suspended_shares)s,
        %(source)s);

-- name: holdings_of
-- A member's line of holdings: what was noted last of each day, in order.
select distinct on (effective_on) effective_on, shares from member_facts
where member_id = %(member_id)s and kind = 'holding' order by effective_on, position desc;

-- name: roll_on
-- Who is a member with at least one share on a day, and how many of his shares are suspended.
with known as (
    select distinct on (member_id, kind) * from member_facts
    where effective_on <= %(on)s order by member_id, kind, effective_on desc, position desc
)
select m.member_id, h.shares, coalesce(s.voting, true) as voting,
       least(coalesce(s.suspended_shares, 0), h.shares) as suspended_shares
from known m
join known h on h.member_id = m.member_id and h.kind = 'holding' and h.shares > 0
left join known s on s.member_id = m.member_id and s.kind = 'standing'
where m.kind = 'membership' and m.is_member
order by m.member_id collate "C";

-- name: add_assembly
-- Convene an assembly.
insert into assemblies (assembly_id, title, convened_on, held_on, record_on, call, follows)
values (%(assembly_id)s, %(title)s, %(convened_on)s, %(held_on)s, %(record_on)s, %(call)s, %(follows)s);

-- name: add_resolution
-- Put a resolution on the agenda.
insert into resolutions (resolution_id, assembly_id, place, title, question, decision, follows)
values (%(resolution_id)s, %(assembly_id)s, %(place)s, %(title)s, %(question)s, %(decision)s, %(follows)s);

-- name: add_document
-- Note the digest of a document that members could read.
insert into assembly_documents (assembly_id, name, digest) values (%(assembly_id)s, %(name)s, %(digest)s);

-- name: get_assembly
-- The assembly with this id, or nothing.
select assembly_id, title, convened_on, held_on, record_on, call, follows from assemblies
where assembly_id = %(assembly_id)s;

-- name: list_assemblies
-- Assemblies, the last convened first, after a cursor.
select assembly_id, title, convened_on, held_on, record_on, call, follows from assemblies
where %(after)s = '' or assembly_id < %(after)s order by assembly_id desc limit %(limit)s;

-- name: agenda_of
-- The agenda of an assembly, with what was decided.
select r.resolution_id, r.place, r.title, r.question, r.decision, r.follows, p.poll_id, p.state,
       f.votes_for, f.votes_against, f.abstentions, f.reason
from resolutions r
left join polls p using (resolution_id)
left join results f using (poll_id)
where r.assembly_id = %(assembly_id)s order by r.place;

-- name: documents_of
-- The documents of an assembly.
select name, digest from assembly_documents where assembly_id = %(assembly_id)s order by name;

-- name: get_resolution
-- The resolution with this id, or nothing.
select resolution_id, assembly_id, title, question, decision from resolutions where resolution_id = %(resolution_id)s;

-- name: add_entry
-- Put a member on the roll of an assembly.
insert into roll_entries (assembly_id, member_id, shares, suspended_shares, voting)
values (%(assembly_id)s, %(member_id)s, %(shares)s, %(suspended_shares)s, %(voting)s);

-- name: freeze_roll
-- Freeze a roll with its totals and its digest.
insert into rolls (assembly_id, record_on, frozen_on, members, voting_members, shares, voting_shares, digest)
values (%(assembly_id)s, %(record_on)s, %(frozen_on)s, %(members)s, %(voting_members)s, %(shares)s, %(voting_shares)s,
        %(digest)s);

-- name: get_roll
-- The frozen roll of an assembly, or nothing.
select assembly_id, record_on, frozen_on, members, voting_members, shares, voting_shares, digest from rolls
where assembly_id = %(assembly_id)s;

-- name: all_rolls
-- Every frozen roll.
select assembly_id, digest from rolls order by assembly_id;

-- name: entries_of
-- The roll of an assembly, member by member.
select member_id, shares, suspended_shares, voting from roll_entries
where assembly_id = %(assembly_id)s order by member_id collate "C";

-- name: page_of_entries
-- The roll of an assembly after a member, with who took part.
select e.member_id, e.shares, e.suspended_shares, e.voting, coalesce(a.manner, '') as attends
from roll_entries e left join attendances a using (assembly_id, member_id)
where e.assembly_id = %(assembly_id)s and e.member_id > %(after)s order by e.member_id limit %(limit)s;

-- name: get_entry
-- One member on the roll, or nothing.
select member_id, shares, suspended_shares, voting from roll_entries
where assembly_id = %(assembly_id)s and member_id = %(member_id)s;

-- name: attend
-- Note that a member takes part; he is noted once.
insert into attendances (assembly_id, member_id, manner) values (%(assembly_id)s, %(member_id)s, %(manner)s)
on conflict do nothing;

-- name: totals_present
-- How many members and shares take part, and how many of each count.
select count(*)::int as members, count(*) filter (where e.voting)::int as voting_members,
       coalesce(sum(e.shares), 0)::bigint as shares,
       coalesce(sum(e.shares - e.suspended_shares) filter (where e.voting), 0)::bigint as voting_shares
from attendances a join roll_entries e using (assembly_id, member_id)
where a.assembly_id = %(assembly_id)s;

-- name: add_poll
-- Put a resolution to a secret vote.
insert into polls (poll_id, assembly_id, resolution_id, paper, digest, state)
values (%(poll_id)s, %(assembly_id)s, %(resolution_id)s, %(paper)s, %(digest)s, 'opening');

-- name: get_poll
-- The poll with this id, or nothing.
select poll_id, assembly_id, resolution_id, paper, digest, state, credentials, present, entitled
from polls where poll_id = %(poll_id)s;

-- name: share_poll
-- The poll with this id, held in its state until commit; others may hold it too.
select poll_id, assembly_id, resolution_id, paper, digest, state, credentials, present, entitled
from polls where poll_id = %(poll_id)s
for share;

-- name: lock_poll
-- The poll with this id, locked until commit.
select poll_id, assembly_id, resolution_id, paper, digest, state, credentials, present, entitled
from polls where poll_id = %(poll_id)s
for update;

-- name: save_poll
-- Move a poll to its next state.
update polls set state = %(state)s, credentials = %(credentials)s, present = %(present)s, entitled = %(entitled)s
where poll_id = %(poll_id)s;

-- name: open_polls_of
-- The polls of which a member could take part now, with whether he took his credential.
select p.poll_id, p.assembly_id, p.resolution_id, p.digest, c.member_id is not null as credential_taken
from polls p
join roll_entries e on e.assembly_id = p.assembly_id and e.member_id = %(member_id)s and e.voting
left join credentials c on c.poll_id = p.poll_id and c.member_id = e.member_id
where p.state = 'open' order by p.poll_id;

-- name: add_keys
-- Keep the private keys of a poll, encrypted.
insert into poll_keys (poll_id, sealed) values (%(poll_id)s, %(sealed)s);

-- name: get_keys
-- The private keys of a poll, encrypted, or nothing after its closing.
select sealed from poll_keys where poll_id = %(poll_id)s;

-- name: destroy_keys
-- Destroy the private keys of a poll.
delete from poll_keys where poll_id = %(poll_id)s;

-- name: add_credential
-- Mark the roll: this member takes his credential in this poll; nothing comes back when he took it before.
insert into credentials (poll_id, assembly_id, member_id, blinded_digest)
values (%(poll_id)s, %(assembly_id)s, %(member_id)s, %(blinded_digest)s)
on conflict on constraint credentials_one_per_roll_entry do nothing
returning member_id;

-- name: get_credential
-- What was signed for a member in a poll, by its digest, or nothing.
select blinded_digest from credentials where poll_id = %(poll_id)s and member_id = %(member_id)s;

-- name: count_credentials
-- How many credentials were issued in a poll.
select count(*)::int as issued from credentials where poll_id = %(poll_id)s;

-- name: add_message
-- Leave a message for the ballot box.
insert into box_messages (poll_id, do_what, body, decided_on)
values (%(poll_id)s, %(do_what)s, %(body)s, %(decided_on)s);

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

-- name: reopen_messages
-- Have the refused messages of a poll carried again.
update box_messages set answered = false, refused = '' where poll_id = %(poll_id)s and refused <> '';

-- name: refusals_of
-- Why the ballot box refused messages of a poll.
select do_what, refused from box_messages where poll_id = %(poll_id)s and refused <> '' order by position;

-- name: add_batch
-- Publish one batch of a board.
insert into published_batches (poll_id, number, root, body) values (%(poll_id)s, %(number)s, %(root)s, %(body)s);

-- name: batches_of
-- The published batches of a poll, in order.
select number, root, body from published_batches where poll_id = %(poll_id)s order by number;

-- name: add_result
-- Declare the result of a poll.
insert into results (poll_id, closing, root, ballots, votes_for, votes_against, abstentions, present, entitled, reason,
                     decided_on)
values (%(poll_id)s, %(closing)s, %(root)s, %(ballots)s, %(votes_for)s, %(votes_against)s, %(abstentions)s,
        %(present)s, %(entitled)s, %(reason)s, %(decided_on)s);

-- name: get_result
-- The result of a poll, or nothing.
select poll_id, closing, root, ballots, votes_for, votes_against, abstentions, present, entitled, reason, decided_on
from results where poll_id = %(poll_id)s;

-- name: polls_in
-- The polls in a state.
select poll_id from polls where state = %(state)s order by poll_id;

-- name: keys_after_closing
-- Polls that are closing or closed and whose private keys still exist: there must be none.
select poll_id from poll_keys join polls using (poll_id) where state in ('closing', 'closed') order by poll_id;

-- name: credentials_off_the_count
-- Closed polls whose roll marks are not as many as the closing says.
select p.poll_id, p.credentials, count(c.member_id)::int as marks
from polls p left join credentials c using (poll_id)
where p.credentials is not null group by p.poll_id having p.credentials <> count(c.member_id) order by p.poll_id;

-- name: add_minutes
-- Draw up the minutes of an assembly.
insert into minutes (assembly_id, drawn_up_on, words, document_id)
values (%(assembly_id)s, %(on)s, %(words)s, %(document_id)s);

-- name: get_minutes
-- The minutes of an assembly, with the printed document, or nothing.
select m.assembly_id, m.drawn_up_on, m.words, m.document_id, d.content, d.digest
from minutes m join outgoing_documents d on d.id = m.document_id where m.assembly_id = %(assembly_id)s;
