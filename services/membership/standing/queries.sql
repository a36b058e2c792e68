-- name: add_standing
-- From a day on, a member votes or does not; it waits for the chain.
with stands as (
insert into standings (member_id, effective_on, recorded_at, voting, suspended_shares, reason)
values (%(member_id)s, %(effective_on)s, %(recorded_at)s, %(voting)s, %(suspended_shares)s, %(reason)s)
returning id)
insert into register_unsealed (entry_id, kind) select id::text, 'standing' from stands;

-- name: standings_of
-- A member's line of rights: the last recorded row of each effective day.
select distinct on (effective_on) effective_on, voting, suspended_shares, reason from standings
where member_id = %(member_id)s order by effective_on, id desc;

-- name: late_members
-- Members whose vote may have to be suspended: they have an open call that was due before a day.
select distinct c.member_id from share_calls c
where c.settled_on is null and c.withdrawn_on is null and c.next_due_on < %(on)s and c.member_id > %(after)s
  and (c.reason <> 'voluntary' or c.paid_cents >= c.first_cents)
order by c.member_id limit %(limit)s;

-- name: flows_of
-- What was paid on a member's calls and taken back, per call and day: no payment counts before its call, none is taken
-- back before it was made.
select u.call_id, greatest(coalesce(u.counts_on, p.booked_on), o.booked_on, c.called_on) as paid_on, u.cents, p.currency
from payment_uses u join share_payments p on p.id = u.payment_id join share_calls c on c.id = u.call_id
left join share_payments o on o.id = p.refers_to
where u.member_id = %(member_id)s and u.use = 'call' order by paid_on, p.id;

-- name: parts_due_of
-- What a member was called to pay and owes, and until when: shares that they only wished for are no debt, the rest on
-- shares that exist is one.
select id, due_on, coalesce(first_cents, cents) as cents, currency, withdrawn_on from share_calls
where member_id = %(member_id)s and reason <> 'voluntary'
union all
select id, rest_due_on, cents, currency, withdrawn_on from share_calls
where member_id = %(member_id)s and first_cents is not null and (reason <> 'voluntary' or paid_cents >= first_cents)
order by due_on, id;

-- name: taken_over_on
-- Before which day a member's line was kept elsewhere.
select standings_taken_over_on from members where id = %(member_id)s;

-- name: barred_from
-- When a member was told of an exclusion that stands.
select x.decision_notified_on as told_on from exits e join exclusions x on x.id = e.evidence
where e.member_id = %(member_id)s and e.cause = 'exclusion' and e.state not in ('withdrawn', 'annulled')
  and x.decision_notified_on is not null
order by x.decision_notified_on limit 1;

-- name: standing_on
-- A member's right to vote on a day, as known now.
select voting, suspended_shares, reason, effective_on from standings
where member_id = %(member_id)s and effective_on <= %(on)s order by effective_on desc, id desc limit 1;
