-- name: add_receipt
-- Keep a receipt with its document and the tax that it shows.
with kept as (
    insert into receipts (receipt_id, member_id, bought_on, supplier, supplier_number, number, country, category,
                          names_entity, currency, gross_cents, kilometres, digest, media_type, content, kept_on, kept_by)
    values (%(receipt_id)s, %(member_id)s, %(bought_on)s, %(supplier)s, %(supplier_number)s, %(number)s, %(country)s,
            %(category)s, %(names_entity)s, %(currency)s, %(gross_cents)s, %(kilometres)s, %(digest)s, %(media_type)s,
            %(content)s, %(on)s, %(actor)s)
    returning receipt_id
)
insert into receipt_taxes (receipt_id, rate, base_cents, vat_cents)
select receipt_id, rate, base_cents, vat_cents
from kept, unnest(%(rates)s::numeric[], %(bases)s::bigint[], %(vats)s::bigint[]) as t (rate, base_cents, vat_cents);

-- name: drop_receipt
-- A receipt was kept by mistake; nothing was claimed of it.
update receipts set dropped_on = %(on)s where receipt_id = %(receipt_id)s and claim_id is null and dropped_on is null;

-- name: list_receipts
-- Receipts by their ids, in the order of their days.
select r.*, (select coalesce(jsonb_agg(jsonb_build_object('rate', t.rate::text, 'base', t.base_cents, 'vat', t.vat_cents)
                                       order by t.rate), '[]')
             from receipt_taxes t where t.receipt_id = r.receipt_id) as taxes
from receipts r where r.receipt_id = any(%(ids)s) and r.member_id = %(member_id)s
order by r.bought_on, r.receipt_id;

-- name: lock_member
-- Whoever claims for a member does so alone, until the transaction ends: limits count across claims.
select member_id from members where member_id = %(member_id)s for update;

-- name: sum_claimed
-- What living claims of a member were refunded since a day, by category and day.
select r.category, r.bought_on, c.currency, sum(l.refunded_cents)::bigint as cents
from expense_claims c join expense_lines l using (claim_id) join receipts r using (receipt_id)
where c.member_id = %(member_id)s and c.state not in ('refused', 'withdrawn') and r.bought_on >= %(since)s
group by r.category, r.bought_on, c.currency;

-- name: take_receipts
-- Receipts stand in this claim from now on, those that stand in no other.
update receipts set claim_id = %(claim_id)s
where receipt_id = any(%(ids)s) and member_id = %(member_id)s and claim_id is null and dropped_on is null;

-- name: free_receipts
-- The receipts of a claim that came to nothing can be claimed anew.
update receipts set claim_id = null where claim_id = %(claim_id)s;

-- name: add_claim
-- A member claims.
insert into expense_claims (claim_id, activity_id, member_id, entity, state, asked_on, asked_by, payee_name, iban, currency,
                            refunded_cents, deductible_cents)
values (%(claim_id)s, %(activity_id)s, %(member_id)s, %(entity)s, 'asked', %(on)s, %(actor)s, %(payee_name)s, %(iban)s,
        %(currency)s, %(refunded_cents)s, %(deductible_cents)s);

-- name: add_lines
-- What a claim asks of each receipt.
insert into expense_lines (claim_id, receipt_id, line, refunded_cents, vat_cents, vat_share, deductible_cents, purchase,
                           source)
select %(claim_id)s, n.* from unnest(%(receipt_id)s::text[], %(line)s::int[], %(refunded)s::bigint[], %(vat)s::bigint[],
    %(vat_share)s::numeric[], %(deductible)s::bigint[], %(purchase)s::text[], %(source)s::text[]) as n;

-- name: lock_claim
-- One claim, locked until the transaction ends.
select * from expense_claims where claim_id = %(claim_id)s for update;

-- name: lock_by_reference
-- The claim whose transfer bore this id, locked.
select * from expense_claims where reference = %(reference)s and state in ('sent', 'paid') for update;

-- name: save_claim
-- Where a claim is.
update expense_claims set state = %(state)s, decided_by = %(decided_by)s,
       decided_on = case when decided_by is null and %(decided_by)s::text is not null then %(on)s::date else decided_on end,
       reason = %(reason)s, payee_name = %(payee_name)s, iban = %(iban)s, booked_on = %(booked_on)s,
       reference = %(reference)s
where claim_id = %(claim_id)s;

-- name: save_paid
-- The bank carried transfers out, by the ids that they bore.
update expense_claims c set state = 'paid', paid_on = n.paid_on
from unnest(%(reference)s::text[], %(paid_on)s::date[]) as n (reference, paid_on)
where c.reference = n.reference and c.state = 'sent';

-- name: lock_activities
-- Activities whose money is spent, locked in one order until the transaction ends.
select activity_id from activities where activity_id = any(%(activity_ids)s) order by activity_id for update;

-- name: list_money
-- What activities may spend on expenses.
select activity_id, currency, cents from expense_money(%(activity_ids)s, %(accounts)s, %(owed)s);

-- name: list_payable
-- Approved claims of activities that received enough for one of them, oldest first, locked; those held by others are left.
with waiting as (select array_agg(distinct activity_id) as ids from expense_claims where state = 'approved')
select c.* from expense_claims c
join waiting on true join lateral expense_money(waiting.ids, %(accounts)s, %(owed)s) m on m.activity_id = c.activity_id
where c.state = 'approved' and c.iban <> '' and m.currency = c.currency
  and c.refunded_cents - c.deductible_cents <= m.cents
order by c.claim_id limit %(limit)s
for update of c skip locked;

-- name: count_payable
-- How many approved claims cost no more than their activity received.
with waiting as (select array_agg(distinct activity_id) as ids from expense_claims where state = 'approved')
select count(*) as count from expense_claims c
join waiting on true join lateral expense_money(waiting.ids, %(accounts)s, %(owed)s) m on m.activity_id = c.activity_id
where c.state = 'approved' and c.iban <> '' and m.currency = c.currency
  and c.refunded_cents - c.deductible_cents <= m.cents;

-- name: sum_booked
-- What claims were booked at, and what of them the bank gave back.
select coalesce(sum(refunded_cents - deductible_cents) filter (where booked_on is not null), 0)::bigint as cost_cents,
       coalesce(sum(refunded_cents) filter (where state = 'returned'), 0)::bigint as owed_cents
from expense_claims where currency = %(currency)s;

-- name: get_receipt
-- One receipt with its document.
select * from receipts where receipt_id = %(receipt_id)s;

-- name: get_claim
-- One claim.
select * from expense_claims where claim_id = %(claim_id)s;

-- name: list_lines
-- The lines of claims, each beside what its receipt says.
select l.*, r.category, r.bought_on, r.supplier, r.number, r.names_entity, r.gross_cents, r.currency
from expense_lines l join receipts r using (receipt_id) where l.claim_id = any(%(claim_ids)s) order by l.claim_id, l.line;

-- name: list_claims
-- Claims after a cursor, oldest first, of one member or state where asked.
select * from expense_claims
where claim_id > %(after)s and (%(member_id)s::text is null or member_id = %(member_id)s)
  and (%(state)s::text is null or state = %(state)s)
order by claim_id limit %(limit)s;

-- name: list_receipts_of
-- The receipts of a member bought in a year, latest first, with what became of each.
select r.receipt_id, r.bought_on, r.supplier, r.number, r.category, r.names_entity, r.currency, r.gross_cents, r.kilometres,
       coalesce(c.claim_id, '') as claim_id,
       case when r.dropped_on is not null then 'dropped' else coalesce(c.state, 'saved') end as state,
       (select coalesce(sum(t.vat_cents), 0)::bigint from receipt_taxes t where t.receipt_id = r.receipt_id) as vat_cents
from receipts r left join expense_claims c using (claim_id)
where r.member_id = %(member_id)s and r.bought_on >= %(first)s and r.bought_on < %(after)s
order by r.bought_on desc, r.receipt_id desc;

-- name: list_claims_of
-- The claims of a member asked in a year, and older ones that are not at their end, latest first.
select * from expense_claims
where member_id = %(member_id)s and asked_on < %(after)s
  and (asked_on >= %(first)s or state in ('asked', 'approved', 'sent', 'returned'))
order by claim_id desc;

-- name: list_activity_ids
-- The activities of a member.
select activity_id, name from activities where member_id = %(member_id)s order by activity_id;

-- name: list_approved_of
-- What the approved claims of activities cost that no money has left for.
select activity_id, currency, sum(refunded_cents - deductible_cents)::bigint as cents from expense_claims
where activity_id = any(%(activity_ids)s) and state = 'approved' group by activity_id, currency;
