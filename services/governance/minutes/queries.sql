-- name: add_minutes
-- Draw up the minutes of an assembly.
insert into minutes (assembly_id, drawn_up_on, words, document_id)
values (%(assembly_id)s, %(on)s, %(words)s, %(document_id)s);

-- name: get_minutes
-- The minutes of an assembly, with the printed document, or nothing.
select m.assembly_id, m.drawn_up_on, m.words, m.document_id, d.content, d.digest
from minutes m join outgoing_documents d on d.id = m.document_id where m.assembly_id = %(assembly_id)s;
