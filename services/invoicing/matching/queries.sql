-- name: list_claims
-- Invoices that are paid by one of these references or bear one of these numbers, and those of clients with something open.
select i.invoice_id, i.number, i.structured_communication as reference, i.client_id, r.currency,
       r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents as cents
from (select invoice_id from invoices where structured_communication = any(%(references)s::text[])
      union select invoice_id from invoices where number = any(%(numbers)s::text[])
      union select i.invoice_id from invoices i join receivables r using (invoice_id)
      where i.client_id = any(%(clients)s::text[]) and r.settled_on is null) found
join invoices i using (invoice_id) join receivables r using (invoice_id)
where r.currency = %(currency)s
order by i.invoice_id;

-- name: list_payers
-- For which clients these accounts paid before; what was placed wrongly teaches nothing.
select distinct m.counterparty_iban as payer, i.client_id
from bank_movements m join payments p using (movement_id) join invoices i using (invoice_id)
where m.counterparty_iban = any(%(payers)s::text[]) and m.counterparty_iban <> ''
  and not exists (select from payment_reversals r where r.payment_id = p.payment_id and r.movement_id = p.movement_id);
