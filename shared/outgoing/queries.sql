-- name: add_document
-- Write a document unless one of this name exists; nothing comes back then.
insert into outgoing_documents (id, channel, name, media_type, about, content, digest, decided_on, decided_at)
values (%(id)s, %(channel)s, %(name)s, %(media_type)s, %(about)s, %(content)s, %(digest)s, %(on)s, %(at)s)
on conflict (channel, name) do nothing
returning id;

-- name: add_pending
-- Note that the document is still to be sent.
insert into outgoing_pending (document_id) values (%(id)s);

-- name: named_document
-- The document of this name.
select id, digest from outgoing_documents where channel = %(channel)s and name = %(name)s;

-- name: pending_documents
-- Documents still to be sent but through stuck channels, oldest first, locked: two senders never take the same.
select d.id, d.channel, d.name, d.media_type, d.about, d.content, d.decided_on
from outgoing_pending p join outgoing_documents d on d.id = p.document_id
where d.channel <> all(%(stuck)s::text[]) and not p.leaving
order by d.decided_at, d.id limit %(limit)s
for update of p skip locked;

-- name: mark_leaving
-- These documents are written whole, and about to leave.
update outgoing_pending set leaving = true where document_id = any(%(ids)s::text[]);

-- name: leaving_documents
-- Documents that were about to leave: all of them, or those that another sender left behind.
select d.id, d.channel, d.name from outgoing_pending p join outgoing_documents d on d.id = p.document_id
where p.leaving and d.channel <> all(%(stuck)s::text[])
order by d.decided_at, d.id limit %(limit)s for update of p skip locked;

-- name: drop_pending
-- The document has left the house.
delete from outgoing_pending where document_id = %(id)s;

-- name: take_back
-- A document that is not on its way yet never leaves.
delete from outgoing_pending where document_id = %(id)s and not leaving;

-- name: add_answer
-- What became of the document; the same answer twice is one answer.
insert into outgoing_answers (document_id, kind, text, answered_on, answered_at)
values (%(id)s, %(kind)s, %(text)s, %(on)s, %(at)s)
on conflict do nothing
returning document_id;

-- name: answers
-- What became of a document.
select kind, text, answered_on, answered_at from outgoing_answers where document_id = %(id)s order by answered_at;

-- name: document
-- One document whole.
select id, channel, name, media_type, about, content, digest, decided_on, decided_at
from outgoing_documents where id = %(id)s;

-- name: documents_about
-- The documents that concern one thing, oldest first.
select id, channel, name, media_type, digest, decided_on from outgoing_documents where about = %(about)s
order by decided_at, id;

-- name: document_contents
-- Every document that was not erased, with the digest kept beside it, for the proof.
select id, channel, name, content, digest from outgoing_documents where erased_on is null order by id;

-- name: followed_documents
-- What left, or will, about this id, or about what the events of its aggregate name and no other aggregate shares with it.
with named as (
    select distinct found[1] as id
    from event_log e, regexp_matches(e.body, '"(?!member|client|activity)[a-z]+_id": ?"([^"]+)"', 'g') as found
    where e.aggregate = %(about)s
)
select decided_at as at, 'document' as what, channel || '/' || name as detail from outgoing_documents
where about = %(about)s or about in (select id from named)
order by decided_at limit %(limit)s;
