-- name: three_ways
-- Register, capital account and bank, each counted from its own rows, in cents.
select
    (select coalesce(sum(shares), 0) from share_movements)::bigint as shares,
    (select coalesce(sum(cents), 0) from share_movements)::bigint as register_cents,
    (select -coalesce(sum(cents), 0) from ledger_postings where account = any(%(capital)s))::bigint as capital_cents,
    (select coalesce(sum(u.cents), 0) from payment_uses u join share_calls c on c.id = u.call_id
     where c.paid_cents >= coalesce(c.first_cents, c.cents))::bigint
  + (select coalesce(sum(cents), 0) from share_movements
     where kind in ('redeemed', 'restored', 'transferred_out', 'transferred_in') or cause like 'imp\_%%')::bigint as bank_cents,
    (select coalesce(sum(cents), 0) from ledger_postings where account = any(%(bank)s))::bigint as account_cents,
    (select coalesce(sum(cents), 0) from share_payments)::bigint
  + (select coalesce(sum(cents), 0) from payout_movements)::bigint as moved_cents;

-- name: add_comparison
-- Keep a comparison, unless the last one of its day said the same.
insert into register_comparisons (compared_on, compared_at, shares, register_cents, capital_cents, bank_cents,
                                  account_cents, moved_cents)
select %(on)s, %(at)s, %(shares)s, %(register_cents)s, %(capital_cents)s, %(bank_cents)s, %(account_cents)s,
       %(moved_cents)s
where not exists (
    select from (select * from register_comparisons where compared_on = %(on)s order by id desc limit 1) last
    where (shares, register_cents, capital_cents, bank_cents, account_cents, moved_cents)
        = (%(shares)s, %(register_cents)s, %(capital_cents)s, %(bank_cents)s, %(account_cents)s, %(moved_cents)s));

-- name: three_balances
-- What the ledger says of bank, receivable and called shares, beside what payments and calls say.
select
    (select coalesce(sum(cents), 0) from ledger_postings where account = any(%(receivable)s))::bigint as receivable,
    (select coalesce(sum(cents - paid_cents), 0) from share_calls where withdrawn_on is null)::bigint as open_calls,
    (select -coalesce(sum(cents), 0) from ledger_postings where account = any(%(called)s))::bigint as called,
    (select coalesce(sum(cents - case when paid_cents >= coalesce(first_cents, cents) then paid_cents else 0 end), 0)
     from share_calls where withdrawn_on is null)::bigint as unsettled;

-- name: days_that_differ
-- Days on whose evening the register and the capital account say different sums.
with moved (day, register_cents, capital_cents) as (
    select effective_on, cents, 0 from share_movements
    union all
    select e.event_on, 0, -p.cents from ledger_postings p join ledger_entries e on e.id = p.entry_id
    where p.account = any(%(capital)s)
), evenings as (
    select day, sum(sum(register_cents)) over days as register_cents, sum(sum(capital_cents)) over days as capital_cents
    from moved group by day window days as (order by day)
)
select * from evenings where register_cents <> capital_cents order by day limit 20;

-- name: bank_days_that_differ
-- Days on whose evening the ledger's bank account and what the bank moved are not the same.
with moved (day, account_cents, moved_cents) as (
    select e.event_on, p.cents, 0 from ledger_postings p join ledger_entries e on e.id = p.entry_id
    where p.account = any(%(bank)s)
    union all
    select booked_on, 0, cents from share_payments
    union all
    select booked_on, 0, cents from payout_movements
), evenings as (
    select day, sum(sum(account_cents)) over days as account_cents, sum(sum(moved_cents)) over days as moved_cents
    from moved group by day window days as (order by day)
)
select * from evenings where account_cents <> moved_cents order by day limit 20;
