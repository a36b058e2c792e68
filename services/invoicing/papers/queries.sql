-- name: lock_unprinted
-- Documents without their paper, oldest first; those held by another run are left.
select invoice_id, number, content, ubl from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id)
order by invoice_id limit %(limit)s;

-- name: count_unprinted
-- How many documents have no paper yet.
select count(*) as count from invoices i
where not exists (select from invoice_papers p where p.invoice_id = i.invoice_id);

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
