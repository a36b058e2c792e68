-- name: add_file
-- Attach a document of the convening.
insert into agenda_files (assembly_id, digest, content, attached_on)
values (%(assembly_id)s, %(digest)s, %(content)s, %(on)s);

-- name: files_of
-- The documents of a convening, in the order of names, with the day since when each can be read.
select d.name, d.digest, f.attached_on from assembly_documents d left join agenda_files f using (assembly_id, digest)
where d.assembly_id = %(assembly_id)s order by d.name;

-- name: content_of
-- A document of a convening by its digest, or nothing while it is not attached.
select d.name, d.digest, f.content from assembly_documents d join agenda_files f using (assembly_id, digest)
where d.assembly_id = %(assembly_id)s and d.digest = %(digest)s order by d.name limit 1;
