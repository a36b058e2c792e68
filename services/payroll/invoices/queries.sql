-- name: add_invoice
-- Write the invoice behind a budget; one that stands behind several is written once.
insert into invoices (invoice_id, client_id, total_cents, prepaid_cents, paid_cents, currency, due_on)
values (%(invoice_id)s, %(client_id)s, %(total_cents)s, %(prepaid_cents)s, %(prepaid_cents)s, %(currency)s, %(due_on)s)
on conflict (invoice_id) do nothing;

-- name: save_paid_so_far
-- Write what the client has paid of an invoice, beside deposits; nothing comes back for an invoice without budget.
update invoices set prepaid_cents = coalesce(%(prepaid)s::bigint, prepaid_cents),
       paid_cents = coalesce(%(prepaid)s::bigint, prepaid_cents) + %(cents)s
where invoice_id = %(invoice_id)s returning *;

-- name: add_credited
-- Add to what was credited on an invoice; nothing comes back for an invoice without budget.
update invoices set credited_cents = credited_cents + %(cents)s where invoice_id = %(invoice_id)s returning *;

-- name: add_written_off
-- Add to what the client will not pay of an invoice; nothing comes back for an invoice without budget.
update invoices set written_off_cents = written_off_cents + %(cents)s where invoice_id = %(invoice_id)s returning *;

-- name: add_recovered
-- Add to what came in of what was given up on an invoice; nothing comes back for an invoice without budget.
update invoices set recovered_cents = recovered_cents + %(cents)s where invoice_id = %(invoice_id)s returning *;

-- name: lock_invoices
-- Invoices behind budgets, locked until commit in their order: no two transactions wait for each other in a circle.
select * from invoices where invoice_id = any(%(invoice_ids)s) order by invoice_id for update;
