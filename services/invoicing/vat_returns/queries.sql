-- name: last_closed
-- The end of an entity's last closed period.
select max(ends_before) as ends_before from vat_returns where entity = %(entity)s;

-- name: first_fact
-- The first day on which tax of an entity fell due.
select min(tax_on) as tax_on from vat_facts(%(entity)s, %(accounts)s, %(latest_invoice_day)s)
where currency = %(currency)s;

-- name: list_facts
-- What is due by the end of a period and was never declared, by kind and VAT case.
select kind, category, rate, country, currency, count(distinct document)::int as documents,
       sum(base_cents)::bigint as base_cents, sum(vat_cents)::bigint as vat_cents, min(document) as example
from vat_facts(%(entity)s, %(accounts)s, %(latest_invoice_day)s) f
where currency = %(currency)s and tax_on < %(ends_before)s
  and not exists (select from vat_return_entries e where e.document = f.document)
group by kind, category, rate, country, currency order by kind, category, rate, country;

-- name: add_entries
-- Declare what is due by the end of a period and never was: each document in its grids, once.
with grids (kind, category, rate, country, base, tax) as (
    select * from unnest(%(kind)s::text[], %(category)s::text[], %(rate)s::numeric[], %(country)s::text[],
                         %(base)s::text[], %(tax)s::text[])),
due as (
    select f.document, f.tax_on, f.base_cents, f.vat_cents, grids.base, grids.tax
    from vat_facts(%(entity)s, %(accounts)s, %(latest_invoice_day)s) f
    join grids using (kind, category, rate, country)
    where f.currency = %(currency)s and f.tax_on < %(ends_before)s
      and not exists (select from vat_return_entries e where e.document = f.document)),
placed as (
    select document, tax_on, base as grid, base_cents as cents from due
    union all
    select document, tax_on, tax, vat_cents from due)
insert into vat_return_entries (return_id, document, grid, cents, tax_on, late)
select %(return_id)s, document, grid, sum(cents), min(tax_on), min(tax_on) < %(starts_on)s
from placed where grid <> '' and cents > 0 group by document, grid;

-- name: list_grids
-- The grids of a return, added up from its documents.
select grid, sum(cents)::bigint as cents from vat_return_entries where return_id = %(return_id)s
group by grid order by grid;

-- name: count_documents
-- How many documents a return declares, and how many of them came late.
select count(distinct document)::int as documents, count(distinct document) filter (where late)::int as late
from vat_return_entries where return_id = %(return_id)s;

-- name: count_late
-- How many documents due before a period were never declared.
select count(distinct document)::int as late
from vat_facts(%(entity)s, %(accounts)s, %(latest_invoice_day)s) f
where currency = %(currency)s and tax_on < %(starts_on)s
  and not exists (select from vat_return_entries e where e.document = f.document);

-- name: list_liable_clients
-- What a return declares of each client liable to VAT elsewhere, whose documents stand in these grids.
select i.buyer_vat_number as vat_number, i.currency,
       sum(case i.kind when 'credit_note' then -e.cents else e.cents end)::bigint as base_cents, 0::bigint as vat_cents
from vat_return_entries e join invoices i on i.invoice_id = e.document
where e.return_id = %(return_id)s and e.grid = any(%(grids)s) and i.buyer_country <> %(home)s
group by i.buyer_vat_number, i.currency having sum(case i.kind when 'credit_note' then -e.cents else e.cents end) <> 0
order by i.buyer_vat_number;

-- name: list_clients_of_year
-- What was invoiced in a calendar year to each client at home who is liable to VAT; exempt sales left out.
select vat_number, currency,
       sum(case kind when 'credit_note' then -base_cents else base_cents end)::bigint as base_cents,
       sum(case kind when 'credit_note' then -vat_cents else vat_cents end)::bigint as vat_cents
from vat_facts(%(entity)s, '{}', %(latest_invoice_day)s)
where currency = %(currency)s and country = %(home)s and vat_number <> '' and category <> 'E'
  and tax_on >= %(first)s and tax_on < %(after)s
group by vat_number, currency having sum(case kind when 'credit_note' then -base_cents else base_cents end) > %(above)s
order by vat_number;

-- name: add_return
-- A period is closed.
insert into vat_returns (return_id, entity, starts_on, ends_before, due_on, closed_on, closed_by, currency,
                         balance_cents, refund, state)
values (%(return_id)s, %(entity)s, %(starts_on)s, %(ends_before)s, %(due_on)s, %(on)s, %(by)s, %(currency)s, %(cents)s,
        %(refund)s, 'closed');

-- name: lock_state
-- What has become of a return, locked until the transaction ends.
select state from vat_returns where return_id = %(return_id)s for update;

-- name: get_return
-- A return.
select * from vat_returns where return_id = %(return_id)s;

-- name: save_answer
-- What the State answered.
update vat_returns set state = %(state)s, answered_on = %(on)s, reference = %(reference)s,
       refused_because = %(reason)s
where return_id = %(return_id)s;

-- name: save_attempt
-- A refused return leaves again.
update vat_returns set state = 'closed', answered_on = null, attempt = attempt + 1 where return_id = %(return_id)s;

-- name: list_returns
-- Returns of an entity, latest period first.
select * from vat_returns where entity = %(entity)s and starts_on < %(before)s order by starts_on desc limit %(limit)s;

-- name: list_entries
-- The documents that stand in a grid of a return, after a cursor.
select e.document, e.cents, r.currency, e.tax_on, e.late, coalesce(i.number, p.number, '') as number
from vat_return_entries e join vat_returns r using (return_id) left join invoices i on i.invoice_id = e.document
     left join receipts p on p.receipt_id = e.document
where e.return_id = %(return_id)s and e.grid = %(grid)s and e.document > %(after)s
order by e.document limit %(limit)s;

-- name: undeclared_tax
-- The tax of documents that no return has declared yet (negative: to be given back).
select coalesce(sum(case i.kind when 'credit_note' then -t.vat_cents else t.vat_cents end), 0)::bigint as cents
from invoices i join invoice_taxes t using (invoice_id)
where i.currency = %(currency)s
  and not exists (select from vat_return_entries e where e.document = i.invoice_id);

-- name: undeclared_purchases
-- The tax on purchases that no return has claimed back yet.
select coalesce(sum(l.deductible_cents), 0)::bigint as cents
from expense_lines l join expense_claims c using (claim_id)
where c.booked_on is not null and c.currency = %(currency)s
  and not exists (select from vat_return_entries e where e.document = l.receipt_id);

-- name: list_all_returns
-- Every return, for the proof.
select return_id from vat_returns order by entity, starts_on;
