-- name: list_claims
-- What was open on each invoice of an entity as of a day, as the account of clients has it, and whether it is contested.
with claimed as (
    select i.invoice_id, i.number, i.order_id, i.client_id, i.due_on, i.currency
    from invoices i join receivables r using (invoice_id)
    where i.kind = 'invoice' and i.entity = %(entity)s and i.currency = %(currency)s and i.issued_on <= %(as_of)s
      and (r.settled_on is null or r.settled_on > %(as_of)s
           or exists (select from payments p join payment_reversals v using (payment_id)
                      where p.invoice_id = i.invoice_id and v.reversed_on > %(as_of)s))
), papers as (
    select invoice_id, invoice_id as document from claimed
    union all select refers_to, n.invoice_id from invoices n join claimed c on n.refers_to = c.invoice_id
    union all select invoice_id, payment_id from payments join claimed using (invoice_id)
    union all select invoice_id, payment_id || '/reversed' from payments join claimed using (invoice_id)
    union all select invoice_id, document from client_account_entries join claimed using (invoice_id)
              where client_account_entries.kind = 'set_off'
    union all select invoice_id, write_off_id from write_offs join claimed using (invoice_id)
)
select c.invoice_id, c.number, c.client_id, c.due_on, c.currency, sum(b.cents)::bigint as cents,
       exists (select from disputes d where d.invoice_id = c.invoice_id and d.opened_on <= %(as_of)s
               and (d.closed_on is null or d.closed_on > %(as_of)s))
       or exists (select from handed_over h where h.invoice_id = c.invoice_id and h.handed_on <= %(as_of)s)
       as contested
from claimed c join lateral (
    select p.cents from ledger_postings p join ledger_entries e on e.id = p.entry_id
    join papers on papers.invoice_id = c.invoice_id and papers.document = e.document
    where p.account = any(%(accounts)s) and p.order_ref = c.order_id and p.currency = c.currency
      and e.booked_on <= %(as_of)s) b on true
group by c.invoice_id, c.number, c.client_id, c.due_on, c.currency having sum(b.cents) <> 0
order by c.due_on, c.invoice_id;

-- name: list_habits
-- How many days after the due day each client pays (negative: before): the middle of what they paid by a day.
select client_id, count(*)::int as known,
       percentile_disc(0.5) within group (order by days)::int as days
from (select i.client_id, max(p.paid_on) - i.due_on as days
      from payments p join invoices i using (invoice_id)
      where p.paid_on <= %(as_of)s and p.applied_cents > 0
        and not exists (select from payment_reversals v where v.payment_id = p.payment_id and v.reversed_on <= %(as_of)s)
      group by i.invoice_id, i.client_id, i.due_on) paid
group by grouping sets ((client_id), ());

-- name: list_ordered
-- The parts of signed orders of an entity that were not done by a day, nor given up.
select o.order_id, o.number, o.client_id, p.part, p.ends_on, p.currency, p.cents
from orders o join order_parts p using (order_id)
where o.entity = %(entity)s and p.currency = %(currency)s and o.signed_on <= %(as_of)s
  and o.state in ('signed', 'agreed', 'completed', 'cancelled')
  and (p.registered_on is null or p.registered_on > %(as_of)s)
  and (p.given_up_on is null or p.given_up_on > %(as_of)s)
  and (o.cancelled_on is null or o.cancelled_on > %(as_of)s) and (o.stopped_on is null or o.stopped_on > %(as_of)s)
order by p.ends_on, o.order_id, p.part;

-- name: list_refunds
-- Expenses of an entity that were approved and not paid by a day.
select claim_id, decided_on, currency, refunded_cents as cents from expense_claims
where entity = %(entity)s and currency = %(currency)s and decided_on <= %(as_of)s
  and (state in ('approved', 'sent', 'returned') or state = 'paid' and paid_on > %(as_of)s)
order by decided_on, claim_id;

-- name: list_client_money
-- What clients had with an entity as of a day, to be asked back at any time.
select client_id, currency, sum(cents)::bigint as cents, min(entered_on) as since from client_account_entries
where entity = %(entity)s and currency = %(currency)s and entered_on <= %(as_of)s
group by client_id, currency having sum(cents) > 0 order by client_id;

-- name: last_vat_return
-- The last return of an entity that was closed by a day.
select return_id, due_on from vat_returns
where entity = %(entity)s and currency = %(currency)s and closed_on <= %(as_of)s order by starts_on desc limit 1;
