-- name: add_budget
-- What became of a turnover.
insert into budgets (allocation_id, invoice_id, order_id, part, currency, net_cents, fee_rate, fee_source, fee_cents,
                     expenses_cents, budget_cents)
values (%(allocation_id)s, %(invoice_id)s, %(order_id)s, %(part)s, %(currency)s, %(net_cents)s, %(fee_rate)s,
        %(fee_source)s, %(fee_cents)s, %(expenses_cents)s, %(budget_cents)s);

-- name: get_budget
-- What became of the turnover of an invoice.
select * from budgets where invoice_id = %(invoice_id)s;

-- name: sum_expenses
-- What the approved claims of an activity cost that no money has left for.
select coalesce(sum(refunded_cents - deductible_cents), 0)::bigint as cents from expense_claims
where activity_id = %(activity_id)s and state = 'approved' and currency = %(currency)s;

-- name: sum_transferred
-- What an activity received from others, less what it gave to them.
select coalesce(sum(case when to_activity = %(activity_id)s then cents else -cents end), 0)::bigint as cents
from budget_transfers where %(activity_id)s in (from_activity, to_activity) and currency = %(currency)s;
