-- name: list_calls
-- The calls of a member, newest first.
select * from share_calls where member_id = %(member_id)s order by called_on desc, id desc;

-- name: list_unplaced
-- Payments that wait for the desk, oldest first.
select p.id as payment_id, p.movement, (select sum(w.cents) from payment_uses w where w.payment_id = p.id
           and w.use = 'unplaced')::bigint as cents, p.currency, p.booked_on, p.communication
from unplaced_payments u join share_payments p on p.id = u.payment_id
where u.placed_on is null order by p.booked_on, p.id limit %(limit)s;

-- name: list_payments
-- The payments that concern a member, oldest first, with what they were used for.
select p.id as payment_id, p.booked_on, p.currency, u.use, u.call_id, u.cents
from payment_uses u join share_payments p on p.id = u.payment_id
where u.member_id = %(member_id)s order by p.booked_on, p.id, u.line;

-- name: next_communications
-- The next numbers of the range of share calls.
select nextval('share_communications') as number from generate_series(1, %(count)s);

-- name: add_call
-- A call for shares; nothing comes back when this member's first or yearly share stands already.
insert into share_calls (id, member_id, reason, year, shares, cents, currency, structured_communication, called_on, due_on,
                         recorded_at, first_cents, rest_due_on)
values (%(id)s, %(member_id)s, %(reason)s, %(year)s, %(shares)s, %(cents)s, %(currency)s, %(communication)s, %(called_on)s,
        %(due_on)s, %(recorded_at)s, %(first_cents)s, %(rest_due_on)s)
on conflict do nothing
returning id;

-- name: add_call_as_it_is
-- A call that is taken over from elsewhere.
insert into share_calls (id, member_id, reason, year, shares, cents, currency, structured_communication, called_on, due_on,
                         recorded_at)
values (%(id)s, %(member_id)s, %(reason)s, %(year)s, %(shares)s, %(cents)s, %(currency)s, %(communication)s, %(called_on)s,
        %(due_on)s, %(recorded_at)s);

-- name: skip_communications
-- The next number of the range of share calls comes after one that somebody else gave.
select setval('share_communications', greatest(last_value, %(last)s)) as number from share_communications;

-- name: add_yearly_calls
-- Many yearly calls at once; those members whose yearly share stands already are passed over.
insert into share_calls (id, member_id, reason, year, shares, cents, currency, structured_communication, called_on, due_on,
                         recorded_at, first_cents, rest_due_on)
select id, member_id, 'yearly', %(year)s, %(shares)s, %(cents)s, %(currency)s, communication, %(called_on)s, %(due_on)s,
       %(recorded_at)s, %(first_cents)s, %(rest_due_on)s
from unnest(%(id)s::text[], %(member_id)s::text[], %(communication)s::text[]) as called (id, member_id, communication)
on conflict do nothing
returning id;

-- name: members_to_call
-- Members admitted before a year who have business activity in it (where that is needed) and neither a call for it yet
-- nor a share that covers it; who is leaving at this moment is waited for, and then passed over.
select m.id from members m
where m.admitted_on < make_date(%(year)s, 1, 1) and m.left_on is null and m.id > %(after)s
  and (m.share_holds_until is null or m.share_holds_until < make_date(%(year)s, 1, 1))
  and (not %(needs_activity)s or exists (
      select from member_orders o
      where o.member_id = m.id and o.cancelled_on is null
        and o.signed_on >= make_date(%(year)s, 1, 1) and o.signed_on < make_date(%(year)s + 1, 1, 1)))
  and not exists (
      select from share_calls c
      where c.member_id = m.id and c.year = %(year)s and c.reason = 'yearly' and c.withdrawn_on is null)
order by m.id limit %(limit)s
for share of m;

-- name: calls_to_lapse
-- Open calls of what nobody owes that fell due before a day: more shares that were wished for, candidates' first shares.
select c.id, c.member_id from share_calls c join members m on m.id = c.member_id
where c.settled_on is null and c.withdrawn_on is null and c.due_on < %(due_before)s and c.id > %(after)s
  and c.paid_cents < coalesce(c.first_cents, c.cents)
  and (c.reason = 'voluntary' or c.reason = 'first' and m.admitted_on is null)
order by c.id limit %(limit)s;

-- name: lock_calls_of
-- The calls of a member, locked.
select * from share_calls where member_id = %(member_id)s order by due_on, id for update;

-- name: lock_call
-- One call, locked.
select * from share_calls where id = %(call_id)s for update;

-- name: member_of_call
-- Whose call it is.
select member_id from share_calls where id = %(call_id)s;

-- name: call_named
-- Whose call a structured communication names.
select id, member_id from share_calls where structured_communication = %(communication)s;

-- name: save_call
-- How far a call came.
update share_calls set paid_cents = %(paid_cents)s, last_paid_on = %(last_paid_on)s, settled_on = %(settled_on)s,
    withdrawn_on = %(withdrawn_on)s
where id = %(id)s;

-- name: yearly_call_of
-- The yearly call of a member that stands for a year.
select id from share_calls where member_id = %(member_id)s and year = %(year)s and reason = 'yearly'
  and withdrawn_on is null;

-- name: add_payment
-- Money that came in, or was taken back.
insert into share_payments (id, movement, cents, currency, booked_on, communication, refers_to, recorded_at, actor)
values (%(id)s, %(movement)s, %(cents)s, %(currency)s, %(booked_on)s, %(communication)s, %(refers_to)s, %(recorded_at)s,
        %(actor)s);

-- name: add_use
-- What a part of a payment was used for.
insert into payment_uses (payment_id, line, use, call_id, member_id, cents, counts_on)
values (%(payment_id)s, %(line)s, %(use)s, %(call_id)s, %(member_id)s, %(cents)s, %(counts_on)s);

-- name: add_unplaced
-- A payment that waits for the desk.
insert into unplaced_payments (payment_id) values (%(payment_id)s);

-- name: lock_unplaced
-- An unplaced payment, locked while the desk places it.
select u.payment_id, u.placed_on, p.cents, p.currency, p.booked_on
from unplaced_payments u join share_payments p on p.id = u.payment_id
where u.payment_id = %(payment_id)s for update of u;

-- name: payment_of_movement
-- The payment that a bank movement was.
select id, cents, currency, booked_on from share_payments where movement = %(movement)s;

-- name: uses_of
-- What a payment was used for.
select line, use, call_id, member_id, cents from payment_uses where payment_id = %(payment_id)s order by line;

-- name: last_line_of
-- The last line of a payment's uses.
select max(line) as line from payment_uses where payment_id = %(payment_id)s;

-- name: save_why_withdrawn
-- Why a call was withdrawn.
update share_calls set withdrawn_for = %(reason)s where id = %(id)s;

-- name: save_placed
-- The desk found whose payment it is.
update unplaced_payments set placed_on = %(on)s, placed_for = %(call_id)s where payment_id = %(payment_id)s;

-- name: parts_on_call
-- What payments brought on one call and was not taken back, netted per payment.
select coalesce(p.refers_to, p.id) as payment_id, sum(u.cents)::bigint as cents
from payment_uses u join share_payments p on p.id = u.payment_id
where u.call_id = %(call_id)s group by coalesce(p.refers_to, p.id) having sum(u.cents) <> 0 order by 1;

-- name: paid_calls_of
-- The calls of a member whose shares exist, in the order in which they were paid.
select * from share_calls where member_id = %(member_id)s and withdrawn_on is null
  and paid_cents >= coalesce(first_cents, cents)
order by coalesce(settled_on, last_paid_on), called_on, id;

-- name: save_waived
-- What is not yet paid on a call is asked no more.
update share_calls set cents = %(cents)s, settled_on = %(settled_on)s where id = %(id)s;

-- name: hold_payment
-- One change of a payment at a time; freed with its transaction.
select pg_advisory_xact_lock(hashtextextended(%(payment_id)s, 7267013));

-- name: get_payment
-- Money that came in, and whether the bank took it back.
select p.id, p.cents, p.currency, p.booked_on,
       exists (select from share_payments t where t.refers_to = p.id) as taken_back
from share_payments p where p.id = %(payment_id)s and p.cents > 0;

-- name: save_waiting
-- Whether a corrected payment waits for the desk.
insert into unplaced_payments (payment_id, placed_on, placed_for) values (%(payment_id)s, %(placed_on)s, %(placed_for)s)
on conflict (payment_id) do update set placed_on = excluded.placed_on, placed_for = excluded.placed_for;
