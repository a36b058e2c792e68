-- name: list_claims
-- What is owed, of a member or of all, in the order in which it is paid.
select c.id, c.kind, c.member_id, c.cents, c.par_cents, c.currency, c.due_on, c.state, c.suspended_on, c.suspended_by,
       c.sent_on, c.paid_on, coalesce(p.iban, c.payee_account) as account, coalesce(p.name, c.payee_name) as payee,
       coalesce(p.confirmed_on, c.payee_confirmed_on) as account_confirmed_on
from claims c
left join lateral (select iban, name, confirmed_on from payees where member_id = c.member_id and withdrawn_on is null
                   order by recorded_at desc, id desc limit 1) p on true
where (%(member_id)s::text = '' or c.member_id = %(member_id)s) and (%(state)s::text = '' or c.state = %(state)s)
order by c.due_on, coalesce(c.part_of, c.id), c.id limit %(limit)s;

-- name: add_statement
-- Net assets, as approved or stated.
insert into net_asset_statements (id, as_of, approved_on, kind, net_cents, unavailable_cents, currency, recorded_at, actor)
values (%(id)s, %(as_of)s, %(approved_on)s, %(kind)s, %(net_cents)s, %(unavailable_cents)s, %(currency)s, %(at)s, %(actor)s);

-- name: last_statement
-- The newest net assets that were approved (of a kind, or of any) by a day.
select id, as_of, net_cents, unavailable_cents, currency from net_asset_statements
where approved_on <= %(on)s and (%(kind)s::text = '' or kind = %(kind)s)
order by as_of desc, approved_on desc, id desc limit 1;

-- name: shares_on
-- How many shares existed on a day, as known now; those that ended with it existed on it.
select coalesce(sum(shares), 0)::bigint as shares from share_movements
where effective_on < %(on)s or (effective_on = %(on)s and kind not in ('redeemed', 'restored'));

-- name: add_finding
-- The board finds that so much can be paid.
insert into liquidity_findings (id, decided_on, covers_until, most_cents, currency, recorded_at, actor)
values (%(id)s, %(decided_on)s, %(covers_until)s, %(most_cents)s, %(currency)s, %(at)s, %(actor)s);

-- name: last_finding
-- The newest finding that was decided by a day.
select decided_on, covers_until, most_cents, currency from liquidity_findings where decided_on <= %(on)s
order by decided_on desc, id desc limit 1;

-- name: distributed_since
-- What was sent to leavers since a day (that day included or not); since no day, nothing.
select coalesce(sum(cents), 0)::bigint as cents from claims
where kind = 'exit' and sent_on is not null and (sent_on > %(day)s::date or (%(from_day)s and sent_on = %(day)s::date));

-- name: add_claim
-- What is owed to somebody.
insert into claims (id, kind, member_id, exit_id, cents, par_cents, currency, due_on, state, statement_id, recorded_at)
values (%(id)s, %(kind)s, %(member_id)s, %(exit_id)s, %(cents)s, %(par_cents)s, %(currency)s, %(due_on)s, 'due',
        %(statement_id)s, %(at)s);

-- name: surpluses
-- What members paid too much and is not yet claimed for them.
select u.member_id, p.currency, (sum(u.cents) - coalesce((
    select sum(k.cents) from claims k
    where k.member_id = u.member_id and k.kind = 'surplus' and k.state <> 'withdrawn'), 0))::bigint as cents
from payment_uses u join share_payments p on p.id = u.payment_id
where u.use = 'surplus' and exists (select from payees y where y.member_id = u.member_id and y.confirmed_on is not null and y.withdrawn_on is null)
group by u.member_id, p.currency
having sum(u.cents) - coalesce((
    select sum(k.cents) from claims k
    where k.member_id = u.member_id and k.kind = 'surplus' and k.state <> 'withdrawn'), 0) > 0
order by u.member_id limit %(limit)s;

-- name: hold_queue
-- One run of payments at a time; freed with its transaction.
select pg_advisory_xact_lock(7267012);

-- name: queue
-- Claims of leavers that are due, in their order, with where the money goes.
select c.id, c.kind, coalesce(c.member_id, '') as member_id, c.cents, c.currency, c.due_on, c.state,
       case when coalesce(p.confirmed_on, c.payee_confirmed_on) is null then '' else coalesce(p.iban, c.payee_account) end as account,
       coalesce(p.name, c.payee_name) as payee
from claims c
left join lateral (select iban, name, confirmed_on from payees where member_id = c.member_id and withdrawn_on is null
                   order by recorded_at desc, id desc limit 1) p on true
where c.kind = %(kind)s and c.state in ('due', 'suspended') and c.due_on <= %(on)s
  and not exists (select from share_payments t where t.refers_to = c.payment_id)
order by c.due_on, coalesce(c.part_of, c.id), c.id for update of c;

-- name: withdraw_surplus_claims
-- What a member paid too much is counted anew: claims for it that are not at the bank fall away.
update claims set state = 'withdrawn' where member_id = %(member_id)s and kind = 'surplus' and state = 'due';

-- name: suspend_claims
-- These wait until distributions are allowed again.
update claims set state = 'suspended', suspended_on = coalesce(suspended_on, %(on)s), suspended_by = %(bound_by)s
where id = any(%(ids)s);

-- name: add_batch
-- A payment file.
insert into payout_batches (id, sent_on, count, cents, currency, document_id, actor)
values (%(id)s, %(on)s, %(count)s, %(cents)s, %(currency)s, %(document_id)s, %(actor)s);

-- name: send_claims
-- These go to the bank.
update claims set state = 'sent', sent_on = %(on)s, batch_id = %(batch_id)s where id = any(%(ids)s);

-- name: lock_claim
-- A claim, locked.
select id, kind, coalesce(member_id, '') as member_id, cents, currency, due_on, state, '' as account, '' as payee from claims
where id = %(claim_id)s for update;

-- name: add_payout_movement
-- A bank movement of ours; nothing comes back when it was noted before.
insert into payout_movements (movement, claim_id, kind, booked_on, cents)
values (%(movement)s, %(claim_id)s, %(kind)s, %(booked_on)s, %(cents)s) on conflict do nothing returning movement;

-- name: claim_paid
-- The bank carried it out.
update claims set state = 'paid', paid_on = %(on)s where id = %(claim_id)s;

-- name: claim_back
-- The money came back: it is due again.
update claims set state = 'due', batch_id = null, sent_on = null, paid_on = null where id = %(claim_id)s;

-- name: claims_of
-- What is owed to a leaver and is not at the bank, the oldest first.
select id, kind, member_id, cents, currency, due_on, state, '' as account, '' as payee from claims
where member_id = %(member_id)s and kind = 'exit' and state in ('due', 'suspended')
order by due_on, coalesce(part_of, id), id for update;

-- name: split_claim
-- A part of a claim becomes a claim of its own, with its part of what was paid in; the rest keeps its place.
with whole as (
    update claims set cents = cents - %(cents)s,
        par_cents = par_cents - (%(cents)s + (par_cents - cents) * %(cents)s / cents)
    where id = %(claim_id)s returning id, kind, member_id, exit_id, par_cents, currency, due_on, statement_id
)
insert into claims (id, kind, member_id, exit_id, cents, par_cents, currency, due_on, state, statement_id, recorded_at, part_of)
select %(id)s, w.kind, w.member_id, w.exit_id, %(cents)s, c.par_cents - w.par_cents, w.currency, w.due_on, 'due',
       w.statement_id, %(at)s, coalesce(c.part_of, w.id)
from whole w join claims c on c.id = w.id;

-- name: reduce_claim
-- A claim falls by what was set off against it.
update claims set cents = cents - %(cents)s where id = %(claim_id)s;

-- name: withdraw_claim
-- Nothing is left of a claim.
update claims set state = 'withdrawn' where id = %(claim_id)s and cents = %(cents)s;

-- name: claims_of_exit
-- What is owed for an exit, locked.
select id, kind, member_id, cents, currency, due_on, state, '' as account, '' as payee from claims
where exit_id = %(exit_id)s order by id for update;

-- name: add_return_claim
-- Money that is sent back to its payer.
insert into claims (id, kind, payment_id, payee_name, payee_account, payee_recorded_by, cents, par_cents, currency, due_on, state,
    recorded_at)
values (%(id)s, 'returned', %(payment_id)s, %(name)s, %(account)s, %(actor)s, %(cents)s, %(cents)s, %(currency)s, %(on)s, 'due',
        %(at)s);

-- name: return_claim_of
-- The claim by which a payment is sent back, locked.
select id, kind, '' as member_id, cents, currency, due_on, state, payee_account as account, payee_name as payee from claims
where payment_id = %(payment_id)s and kind = 'returned' and state <> 'withdrawn' for update;

-- name: save_payee_of_return
-- The payer named another account.
update claims set payee_name = %(name)s, payee_account = %(account)s, payee_recorded_by = %(actor)s, payee_confirmed_on = null
where id = %(claim_id)s;

-- name: unconfirmed_return
-- Money that goes back to its payer as soon as a second person confirmed the account, locked.
select payee_recorded_by from claims
where id = %(claim_id)s and kind = 'returned' and state = 'due' and payee_confirmed_on is null for update;

-- name: confirm_return
-- A second person looked at the account.
update claims set payee_confirmed_on = %(on)s where id = %(claim_id)s;
