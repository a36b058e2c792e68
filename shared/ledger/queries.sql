-- name: write_entries
-- Write entries and their lines; each counts on the day it happened, or on the first open day when that period is closed.
with closed as (select entity, max(closed_until) as until from ledger_closings group by entity),
written as (
    insert into ledger_entries (id, entity, journal, document, text, event_on, booked_on, recorded_at, actor)
    select id, entity, journal, document, words, event_on, greatest(event_on, closed.until + 1), %(recorded_at)s,
           %(actor)s
    from unnest(%(id)s::uuid[], %(entity)s::text[], %(journal)s::text[], %(document)s::text[], %(text)s::text[],
                %(event_on)s::date[])
        as new (id, entity, journal, document, words, event_on)
        left join closed using (entity)
    returning id
), waiting as (
    insert into ledger_unsealed (entry_id) select id from written
)
insert into ledger_postings (entry_id, line, account, cents, currency, activity, order_ref, member)
select * from unnest(%(entry_id)s::uuid[], %(line)s::int[], %(account)s::text[], %(cents)s::bigint[],
                     %(currency)s::text[], %(activity)s::text[], %(order_ref)s::text[], %(member)s::text[]);

-- name: lock_floors
-- Lock the balances that have a floor (new ones begin at zero), in sorted order: no two bookings wait in a circle.
insert into ledger_floors as f (entity, account, key, currency, cents)
select distinct entity, account, key, currency, 0
from unnest(%(entity)s::text[], %(account)s::text[], %(key)s::text[], %(currency)s::text[])
    as moved (entity, account, key, currency)
order by entity, account, key, currency
on conflict (entity, account, key, currency) do update set cents = f.cents;

-- name: move_floors
-- Move the locked balances; one that would go below zero is refused by its constraint.
update ledger_floors f set cents = f.cents + moved.cents
from (
    select entity, account, key, currency, sum(cents) as cents
    from unnest(%(entity)s::text[], %(account)s::text[], %(key)s::text[], %(currency)s::text[], %(cents)s::bigint[])
        as line (entity, account, key, currency, cents)
    group by entity, account, key, currency
) as moved
where (f.entity, f.account, f.key, f.currency) = (moved.entity, moved.account, moved.key, moved.currency);

-- name: balance
-- The balance of an account (debit positive) in one currency, for all or for one activity, order, member or entity; what
-- some journals booked is left out.
select coalesce(sum(p.cents), 0)::bigint as cents
from ledger_postings p join ledger_entries e on e.id = p.entry_id
where p.account = any(%(accounts)s) and p.currency = %(currency)s
  and (%(entity)s::text = '' or e.entity = %(entity)s)
  and (%(activity)s::text = '' or p.activity = %(activity)s)
  and (%(order_ref)s::text = '' or p.order_ref = %(order_ref)s)
  and (%(member)s::text = '' or p.member = %(member)s)
  and (%(until)s::date is null or e.booked_on <= %(until)s)
  and e.journal <> all(%(without)s);

-- name: statement
-- Every line that concerns one activity, order or member, in the order in which it counts.
select e.entity, e.journal, e.document, e.text, e.event_on, e.booked_on, p.account, p.cents, p.currency, p.activity,
       p.order_ref, p.member
from ledger_postings p join ledger_entries e on e.id = p.entry_id
where (%(activity)s::text = '' or p.activity = %(activity)s)
  and (%(order_ref)s::text = '' or p.order_ref = %(order_ref)s)
  and (%(member)s::text = '' or p.member = %(member)s)
order by e.booked_on, e.recorded_at, e.id, p.line;

-- name: trial_balance
-- The balance of every account per legal entity and currency (debit positive).
select e.entity, p.account, p.currency, sum(p.cents)::bigint as cents
from ledger_postings p join ledger_entries e on e.id = p.entry_id
group by e.entity, p.account, p.currency order by e.entity, p.account, p.currency;

-- name: hold_new_entries
-- Let bookings under way finish and make new ones wait, so that none slips into the period being closed: each writes an
-- entry to be sealed. The entries themselves no service may lock, since it may not change them.
lock table ledger_unsealed in share row exclusive mode;

-- name: close_period
-- Close an entity's days up to and including this one.
insert into ledger_closings (entity, closed_until, actor) values (%(entity)s, %(until)s, %(actor)s);

-- name: last_closing
-- The last closed day of an entity.
select max(closed_until) as closed_until from ledger_closings where entity = %(entity)s;

-- name: one_sealer
-- Only one sealer at a time; freed with its transaction.
select pg_try_advisory_xact_lock(7267003) as mine;

-- name: end_of_chain
-- Where the chain ends.
select place, digest from ledger_chain order by place desc limit 1;

-- name: unsealed_lines
-- The lines of entries not yet in the chain, oldest entries first.
select e.id, e.entity, e.journal, e.document, e.text, e.event_on, e.booked_on, e.recorded_at, e.actor, p.line,
       p.account, p.cents, p.currency, p.activity, p.order_ref, p.member
from (select u.entry_id from ledger_unsealed u order by u.entry_id limit %(limit)s) chosen
join ledger_entries e on e.id = chosen.entry_id
join ledger_postings p on p.entry_id = e.id
order by e.id, p.line;

-- name: seal
-- Add entries to the chain.
with sealed as (
    insert into ledger_chain (place, entry_id, digest)
    select * from unnest(%(place)s::bigint[], %(entry_id)s::uuid[], %(digest)s::text[])
    returning entry_id
)
delete from ledger_unsealed u using sealed s where u.entry_id = s.entry_id;

-- name: sealed_lines
-- The chain with the lines it was made from, in its order.
select c.place, c.digest, e.id, e.entity, e.journal, e.document, e.text, e.event_on, e.booked_on, e.recorded_at, e.actor,
       p.line, p.account, p.cents, p.currency, p.activity, p.order_ref, p.member
from ledger_chain c
left join ledger_entries e on e.id = c.entry_id
left join ledger_postings p on p.entry_id = e.id
order by c.place, p.line;

-- name: unbalanced
-- Entries that do not sum to zero, or have no lines.
select e.id, e.journal, e.document from ledger_entries e left join ledger_postings p on p.entry_id = e.id
group by e.id, p.currency having count(p.line) = 0 or sum(p.cents) <> 0;

-- name: unchained
-- Entries that are neither in the chain nor waiting for it.
select e.id from ledger_entries e
where not exists (select from ledger_chain c where c.entry_id = e.id)
  and not exists (select from ledger_unsealed u where u.entry_id = e.id);

-- name: floor_sums
-- Each floored balance beside the sum of the lines that made it.
with moved as (
    select e.entity, p.account, p.currency, keys.key, sum(p.cents) as cents
    from ledger_postings p join ledger_entries e on e.id = p.entry_id,
         lateral (select distinct key from unnest(array[p.activity, p.order_ref, p.member]) as key where key <> '') keys
    where p.account in (select account from ledger_floors)
    group by e.entity, p.account, p.currency, keys.key
)
select f.account, f.key, f.currency, f.cents, coalesce(m.cents, 0)::bigint as summed
from ledger_floors f left join moved m using (entity, account, key, currency);

-- name: take_your_time
-- A proof reads everything: no statement of this transaction is given up for being slow.
set local statement_timeout = 0;

-- name: followed_money
-- What was booked on it.
select e.recorded_at as at, 'booked' as what,
       e.journal || ' ' || string_agg(p.account || ' ' || to_char(p.cents / 100.0, 'FM999999990.00') || ' ' || p.currency,
                                      ', ' order by p.line) as detail
from ledger_entries e join ledger_postings p on p.entry_id = e.id
where p.order_ref = %(about)s group by e.id order by e.recorded_at limit %(limit)s;

-- name: balances_on
-- The balance of every account per legal entity (or: of one) and currency as of a day (debit positive).
select e.entity, p.account, p.currency, sum(p.cents)::bigint as cents, count(distinct e.id)::int as entries
from ledger_postings p join ledger_entries e on e.id = p.entry_id
where e.booked_on <= %(until)s and (%(entity)s::text = '' or e.entity = %(entity)s)
group by e.entity, p.account, p.currency order by e.entity, p.account, p.currency;

-- name: account_documents
-- What was booked on an account of a legal entity by a day, document by document in the order of recording.
select e.id::text as entry_id, e.journal, e.document, e.text, e.event_on, e.booked_on, e.recorded_at, p.currency,
       sum(p.cents)::bigint as cents
from ledger_entries e join ledger_postings p on p.entry_id = e.id
where e.entity = %(entity)s and p.account = %(account)s and e.booked_on <= %(until)s
  and (%(after)s::text = '' or e.id > nullif(%(after)s, '')::uuid)
group by e.id, p.currency order by e.id, p.currency limit %(limit)s;

-- name: moved_by_document
-- What each document left by a day on some accounts, per legal entity and currency, where it is not nothing.
select e.entity, e.document, p.currency, sum(p.cents)::bigint as cents
from ledger_entries e join ledger_postings p on p.entry_id = e.id
where p.account = any(%(accounts)s) and e.booked_on <= %(until)s
group by e.entity, e.document, p.currency having sum(p.cents) <> 0;

-- name: journal_lines
-- The lines of the entries that count on the days from one to another, journal by journal, for an accountant's program.
select e.entity, e.journal, e.document, e.text, e.event_on, e.booked_on, e.recorded_at, p.line, p.account, p.cents,
       p.currency, p.activity, p.order_ref, p.member
from ledger_entries e join ledger_postings p on p.entry_id = e.id
where e.booked_on between %(since)s and %(until)s and (%(entity)s::text = '' or e.entity = %(entity)s)
order by e.entity, e.journal, e.booked_on, e.id, p.line;

-- name: is_booked
-- Whether a document stands in a journal.
select exists (select from ledger_entries where journal = %(journal)s and document = %(document)s) as booked;

-- name: account_by_journal
-- What each journal put on an account of a legal entity, and what it took from it, over the days from one to another.
select e.journal, p.currency, count(distinct e.id)::int as entries,
       coalesce(sum(p.cents) filter (where p.cents > 0), 0)::bigint as debited_cents,
       coalesce(-sum(p.cents) filter (where p.cents < 0), 0)::bigint as credited_cents
from ledger_entries e join ledger_postings p on p.entry_id = e.id
where e.entity = %(entity)s and p.account = %(account)s and e.booked_on between %(first)s and %(last)s
group by e.journal, p.currency order by e.journal, p.currency;
