-- name: add_assembly
-- Convene an assembly.
insert into assemblies (assembly_id, title, convened_on, held_on, record_on, call, follows)
values (%(assembly_id)s, %(title)s, %(convened_on)s, %(held_on)s, %(record_on)s, %(call)s, %(follows)s);

-- name: add_resolution
-- Put a resolution on the agenda.
insert into resolutions (resolution_id, assembly_id, place, title, question, decision, follows, college, voted_with)
values (%(resolution_id)s, %(assembly_id)s, %(place)s, %(title)s, %(question)s, %(decision)s, %(follows)s, %(college)s,
        %(voted_with)s);

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
select r.resolution_id, r.assembly_id, r.place, r.title, r.question, r.decision, r.follows, r.college, r.voted_with, p.poll_id,
       p.digest as paper_digest, f.votes_for, f.votes_against, f.abstentions, f.entitled,
       coalesce(s.reason, f.reason) as reason, s.how
from resolutions r
left join lateral (
    select poll_id, digest from polls x where x.resolution_id = r.resolution_id
    order by x.state = 'cancelled', x.poll_id desc limit 1) as p on true
left join results f using (poll_id)
left join settled_items s on s.resolution_id = r.resolution_id
where r.assembly_id = %(assembly_id)s order by r.place;

-- name: documents_of
-- The documents of an assembly.
select name, digest from assembly_documents where assembly_id = %(assembly_id)s order by name;

-- name: add_settlement
-- Note that an item ended without a vote.
insert into settled_items (resolution_id, how, reason, settled_on)
values (%(resolution_id)s, %(how)s, %(reason)s, %(settled_on)s);

-- name: add_requested
-- Note an item for which members asked.
insert into requested_items (resolution_id) values (%(resolution_id)s) on conflict do nothing;

-- name: add_proposal
-- Write which settlement a request for approval is about.
insert into settlement_proposals (proposal_id, resolution_id, how, reason, proposed_on)
values (%(proposal_id)s, %(resolution_id)s, %(how)s, %(reason)s, %(proposed_on)s) on conflict do nothing;

-- name: get_proposal
-- How a proposal would settle which item, and why, or nothing.
select proposal_id, resolution_id, how, reason, proposed_on from settlement_proposals where proposal_id = %(proposal_id)s;

-- name: open_proposals
-- The proposals about the items of an assembly that wait for a second person, the oldest first.
select p.proposal_id, p.resolution_id, p.how, p.reason, p.proposed_on, a.asked_by as proposed_by, a.expires_at
from settlement_proposals p join resolutions r using (resolution_id) join approval_requests a on a.id = p.proposal_id
where r.assembly_id = %(assembly_id)s and a.expires_at > %(at)s
and not exists (select from approval_decisions d where d.request_id = a.id)
and not exists (select from settled_items s where s.resolution_id = p.resolution_id) order by a.asked_at, a.id;

-- name: decided
-- What became of the items that ask these questions, word by word, in the order of their assemblies. Where colleges voted
-- apart, all who can vote must have said yes, and the votes are those of all.
select r.resolution_id, r.assembly_id, a.held_on, r.question,
       (sum(coalesce(f.votes_for, 0)) over item)::int as votes_for,
       (sum(coalesce(f.votes_against, 0)) over item)::int as votes_against,
       case when bool_or(s.how is not null or f.reason <> '' and (r.voted_with is null or f.entitled <> 0)) over item
            then false
            when bool_or(f.poll_id is null) over item then null
            else bool_or(f.reason = '') over item end as adopted,
       coalesce(s.how in ('withdrawn', 'adjourned'), false) as set_aside
from resolutions r join assemblies a using (assembly_id)
left join polls p on p.resolution_id = r.resolution_id and p.state <> 'cancelled'
left join results f using (poll_id)
left join settled_items s on s.resolution_id = r.resolution_id
where r.question = any(%(questions)s)
window item as (partition by coalesce(r.voted_with, r.resolution_id))
order by a.held_on, r.resolution_id;

-- name: days
-- The days of all assemblies, in their order.
select distinct held_on from assemblies order by held_on;

-- name: assembly_of
-- The assembly on whose agenda a resolution stands, or nothing.
select assembly_id from resolutions where resolution_id = %(resolution_id)s;
