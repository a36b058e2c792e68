-- name: cover_of_day
-- The cover of an order on a day.
select c.cover_id, c.insurer, c.policy from covers c
where c.order_id = %(order_id)s and %(day)s between c.starts_on and least(c.ends_on, coalesce(c.closed_on, c.ends_on))
order by c.starts_on desc, c.cover_id desc limit 1;

-- name: lock_reports
-- Whoever reports an accident at the same order's work waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.accident.' || %(order_id)s::text, 0));

-- name: claims_of_day
-- The claims of an order on accidents of a day.
select claim_id from claims where order_id = %(order_id)s and happened_on = %(day)s order by claim_id;

-- name: add_claim
-- Write a claim.
insert into claims (claim_id, member_id, order_id, cover_id, insurer, policy, happened_on, report_by, what, state,
    reported_on, reported_by)
values (%(claim_id)s, %(member_id)s, %(order_id)s, %(cover_id)s, %(insurer)s, %(policy)s, %(happened_on)s,
    %(report_by)s, %(what)s, %(state)s, %(on)s, %(by)s);

-- name: claim
-- A claim.
select claim_id, member_id, order_id, cover_id, insurer, policy, happened_on, report_by, what, state, sent_on,
       decided_on, reason, incapable_until, settled_on, accepted from claims where claim_id = %(claim_id)s;

-- name: lock_claim
-- A claim, locked until commit.
select claim_id, member_id, order_id, cover_id, insurer, policy, happened_on, report_by, what, state, sent_on,
       decided_on, reason, incapable_until, settled_on, accepted from claims where claim_id = %(claim_id)s for update;

-- name: save_claim
-- Write where a claim stands now.
update claims set state = %(state)s, sent_on = %(sent_on)s, decided_on = %(decided_on)s, reason = %(reason)s,
    incapable_until = %(incapable_until)s, settled_on = %(settled_on)s, accepted = %(accepted)s,
    cover_id = %(cover_id)s, insurer = %(insurer)s, policy = %(policy)s
where claim_id = %(claim_id)s;

-- name: add_document
-- Write a document of a claim at the next place, unless it is there.
insert into claim_documents (claim_id, place, name, digest, received_on)
select %(claim_id)s, count(*) + 1, %(name)s, %(digest)s, %(on)s from claim_documents where claim_id = %(claim_id)s
having count(*) filter (where digest = %(digest)s) = 0;

-- name: add_payment
-- Write what the insurer paid for days of incapacity, unless one of them was paid before.
insert into claim_payments (claim_id, starts_on, ends_on, cents, currency, paid_on)
select %(claim_id)s, %(starts_on)s, %(ends_on)s, %(cents)s, %(currency)s, %(on)s
where not exists (select from claim_payments where claim_id = %(claim_id)s
                  and starts_on <= %(ends_on)s and ends_on >= %(starts_on)s);

-- name: documents_of_claim
-- The documents of a claim, in order.
select name, digest, received_on from claim_documents where claim_id = %(claim_id)s order by place;

-- name: payments_of_claim
-- What the insurer paid, the earliest days first.
select starts_on, ends_on, cents, currency, paid_on
from claim_payments where claim_id = %(claim_id)s order by starts_on;

-- name: paid_days
-- How many days of incapacity the insurer paid, up to the last one known now.
select coalesce(sum(least(p.ends_on, c.incapable_until) - p.starts_on + 1)
                filter (where p.starts_on <= c.incapable_until), 0)::int as days
from claim_payments p join claims c on c.claim_id = p.claim_id where p.claim_id = %(claim_id)s;

-- name: list_claims
-- A page of claims after a cursor, of one worker or of all.
select c.claim_id from claims c
where c.claim_id > %(after)s and (not %(only_open)s or c.state <> 'settled')
  and (%(member_id)s::text = '' or c.member_id = %(member_id)s)
order by c.claim_id limit %(limit)s;

-- name: pay_before
-- What a worker was paid for work of the 365 days before a day, and whether the cooperative paid work before those.
select coalesce(sum(w.gross_cents) filter (where p.completed_on >= %(day)s::date - 365), 0)::bigint as cents,
       coalesce(bool_or(p.completed_on < %(day)s::date - 365), false) as complete
from wages w join parts p on p.order_id = w.order_id and p.part = w.part
where w.member_id = %(member_id)s and p.completed_on < %(day)s;
