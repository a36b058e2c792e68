-- name: list_left_over
-- Deposits of which something is left, on orders that were cancelled, parts that were given up, and parts whose invoice
-- did not take them off, for they were not paid.
select i.invoice_id from invoices i join receivables r using (invoice_id) join orders o using (order_id)
     join order_parts p on p.order_id = i.order_id and p.part = i.part
where i.in_advance and i.kind = 'invoice' and r.credited_cents < r.total_cents
  and (o.state = 'cancelled' or p.given_up_on is not null or p.completed_on is not null)
  and not exists (select from deposit_deductions d where d.deposit_id = i.invoice_id)
order by i.invoice_id;

-- name: list_deposits
-- Deposits after a cursor, oldest first, of one order or member where asked.
select i.invoice_id, i.number, i.order_id, o.number as order_number, o.title, c.name as client_name,
       i.member_id, i.part, i.issued_on, i.currency, i.net_cents, i.total_cents, r.credited_cents,
       r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents as open_cents,
       coalesce((select f.number from deposit_deductions d join invoices f on f.invoice_id = d.invoice_id
                 where d.deposit_id = i.invoice_id), '') as deducted_by
from invoices i join receivables r using (invoice_id) join orders o on o.order_id = i.order_id
     join clients c on c.client_id = o.client_id
where i.in_advance and i.kind = 'invoice' and i.invoice_id > %(after)s
  and (%(order_id)s::text is null or i.order_id = %(order_id)s)
  and (%(member_id)s::text is null or i.member_id = %(member_id)s)
order by i.invoice_id limit %(limit)s;
