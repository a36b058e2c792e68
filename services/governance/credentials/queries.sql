-- name: lock_represented
-- Credentials by proxy are taken one after the other in a poll, until commit: caps and chains are counted on what is.
select pg_advisory_xact_lock(hashtextextended('governance.represented.' || %(poll_id)s, 0));

-- name: add_credential
-- Mark the roll: this member's credential is taken in this poll; nothing comes back when it was taken before.
insert into credentials (poll_id, assembly_id, member_id, blinded_digest, signature, holder_id, holder_key,
                         proxy_signature, given_for, handed_out, document_digest)
values (%(poll_id)s, %(assembly_id)s, %(member_id)s, %(blinded_digest)s, %(signature)s, %(holder_id)s, %(holder_key)s,
        %(proxy_signature)s, %(given_for)s, %(handed_out)s, %(document_digest)s)
on conflict on constraint credentials_one_per_roll_entry do nothing
returning member_id;

-- name: get_credential
-- What was signed for a member in a poll, by its digest, and who took it, or nothing.
select blinded_digest, holder_id from credentials where poll_id = %(poll_id)s and member_id = %(member_id)s;

-- name: count_taken
-- For how many others a holder took a credential in a poll.
select count(*)::int as votes from credentials
where poll_id = %(poll_id)s and holder_id = %(holder_id)s and member_id <> %(member_id)s;

-- name: is_chained
-- Whether in a poll a principal voted for somebody, or the holder was voted for by somebody.
select exists (select 1 from credentials where poll_id = %(poll_id)s and (
    holder_id = %(principal_id)s or member_id = %(holder_id)s and holder_id <> '')) as chained;

-- name: count_represented
-- How many members (of a college) with a vote are at an assembly, themselves or represented.
select count(*)::int as votes from taking_part_in(%(assembly_id)s) t
join roll_entries e on e.assembly_id = %(assembly_id)s and e.member_id = t.member_id
where e.voting and %(college)s in ('', e.college);

-- name: open_polls_of
-- The polls of which a member could take part now, with whether they took their credential.
select p.poll_id, p.assembly_id, p.resolution_id, p.digest, c.member_id is not null as credential_taken
from polls p
join roll_entries e on e.assembly_id = p.assembly_id and e.member_id = %(member_id)s and e.voting
left join credentials c on c.poll_id = p.poll_id and c.member_id = e.member_id
where p.state = 'open' and coalesce(p.paper::jsonb -> 'rules' ->> 'college', '') in ('', e.college) order by p.poll_id;

-- name: on_paper
-- The roll marks of a poll for which a ballot was handed out on paper, in the order of members.
select member_id, blinded_digest, signature, holder_id, holder_key, proxy_signature, given_for, handed_out, document_digest
from credentials where poll_id = %(poll_id)s and handed_out in ('paper', 'post') order by member_id collate "C";

-- name: keys_after_closing
-- Polls that are closing or closed and whose private keys still exist: there must be none.
select poll_id from poll_keys join polls using (poll_id) where state in ('closing', 'sealed', 'closed') order by poll_id;

-- name: credentials_off_the_count
-- Closed polls whose roll marks, those of ballots on paper left out, are not as many as the closing says.
select p.poll_id, p.credentials, count(c.member_id)::int as marks
from polls p left join credentials c on c.poll_id = p.poll_id and c.handed_out not in ('paper', 'post')
where p.credentials is not null group by p.poll_id having p.credentials <> count(c.member_id) order by p.poll_id;
