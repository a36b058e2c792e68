-- name: lock_unprinted
-- Documents without their paper that were not set aside, oldest first; those held by another run are left.
select invoice_id, number, client_id, content, ubl from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id)
  and not exists (select from set_aside_documents s where s.invoice_id = i.invoice_id)
order by invoice_id limit %(limit)s;

-- name: count_unprinted
-- How many documents have no paper yet and were not set aside.
select count(*) as count from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id)
  and not exists (select from set_aside_documents s where s.invoice_id = i.invoice_id);

-- name: add_set_aside
-- A document that could not be made, or may not leave.
insert into set_aside_documents (invoice_id, reason, since) values (%(invoice_id)s, %(reason)s, %(on)s)
on conflict (invoice_id) do nothing;

-- name: remove_set_aside
-- A document that is to be tried again.
delete from set_aside_documents where invoice_id = %(invoice_id)s;

-- name: list_set_aside
-- Documents that wait for the accountant after a cursor, oldest first.
select s.invoice_id, i.number, s.reason, s.since from set_aside_documents s join invoices i using (invoice_id)
where s.invoice_id > %(after)s order by s.invoice_id limit %(limit)s;

-- name: add_paper
-- Keep the paper of a document and what the official rules said of it; nothing when another run was faster.
insert into invoice_papers (invoice_id, pdf, rules, faults, rendered_on)
values (%(invoice_id)s, %(pdf)s, %(rules)s, %(faults)s, %(on)s)
on conflict (invoice_id) do nothing
returning invoice_id;

-- name: get_paper
-- A document as files: its e-invoice, and its paper if that is made.
select i.number, i.ubl, p.pdf from invoices i left join invoice_papers p using (invoice_id)
where i.invoice_id = %(invoice_id)s;
