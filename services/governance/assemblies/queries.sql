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
select r.resolution_id, r.assembly_id, r.place, r.title, r.question, r.decision, r.follows, p.poll_id,
       p.digest as paper_digest,        f.votes_for, f.votes_against, f.abstentions, f.reason
from resolutions r
left join polls p using (resolution_id)
left join results f using (poll_id)
where r.assembly_id = %(assembly_id)s order by r.place;

-- name: documents_of
-- The documents of an assembly.
select name, digest from assembly_documents where assembly_id = %(assembly_id)s order by name;
