-- name: get_exclusion
-- An exclusion with every step.
select * from exclusions where id = %(exclusion_id)s;

-- name: member_of_exclusion
-- Whom an exclusion concerns.
select member_id from exclusions where id = %(exclusion_id)s;

-- name: member_of_exit
-- Who leaves.
select member_id from exits where id = %(exit_id)s;

-- name: not_fully_paid
-- Members with calls that were due on a day and not paid whole on its evening (art. 6:43).
select member_id, count(*)::int as calls, sum(cents - paid)::bigint as cents, min(currency) as currency
from (
    select c.member_id, c.cents, c.currency, coalesce(sum(u.cents) filter (where p.booked_on <= %(on)s), 0) as paid
    from share_calls c left join payment_uses u on u.call_id = c.id left join share_payments p on p.id = u.payment_id
    where c.reason <> 'voluntary' and c.due_on < %(on)s and (c.withdrawn_on is null or c.withdrawn_on > %(on)s)
    group by c.id
) due where paid < cents
group by member_id order by member_id limit %(limit)s;

-- name: share_report
-- The figures of the yearly reports on shares (art. 6:43, 6:108, 6:120, 6:124) between two days, as known now.
select
    count(distinct member_id) filter (where kind = 'paid' and member_id <> all (new))::int as issued_to_old,
    count(distinct member_id) filter (where kind = 'paid' and member_id = any (new))::int as issued_to_new,
    coalesce(sum(shares) filter (where kind = 'paid'), 0)::bigint as shares_issued,
    coalesce(sum(cents) filter (where kind = 'paid'), 0)::bigint as cents_issued,
    coalesce(-sum(shares) filter (where kind = 'reversed'), 0)::bigint as shares_reversed,
    coalesce(-sum(shares) filter (where kind in ('redeemed', 'restored')), 0)::bigint as shares_redeemed,
    coalesce(-sum(cents) filter (where kind in ('redeemed', 'restored')), 0)::bigint as cents_redeemed,
    count(distinct member_id) filter (where kind = 'redeemed' and not exists (
        select from share_movements r where r.refers_to = m.id))::int as leavers
from share_movements m, (
    select coalesce(array_agg(id), '{}') as new from members where admitted_on between %(since)s and %(until)s) admitted
where m.effective_on between %(since)s and %(until)s;

-- name: holders_on
-- How many held shares on a day, how many shares, and what was paid in on them.
select count(*)::int as holders, coalesce(sum(shares), 0)::bigint as outstanding, coalesce(sum(cents), 0)::bigint as cents
from (select sum(shares) as shares, sum(cents) as cents from share_movements where effective_on <= %(on)s
      group by member_id having sum(shares) <> 0) held;

-- name: owed_on
-- What was owed to leavers on a day and not yet paid, and for how many exits the value was not known.
select coalesce(sum(c.cents), 0)::bigint as cents, count(distinct c.member_id)::int as creditors,
       (select count(*) from exits where effective_on <= %(on)s and state not in ('withdrawn', 'annulled')
          and (settled_on is null or settled_on > %(on)s))::int as not_valued
from claims c join exits x on x.id = c.exit_id
where c.kind = 'exit' and c.state <> 'withdrawn' and x.settled_on <= %(on)s and (c.paid_on is null or c.paid_on > %(on)s);

-- name: refused_requests
-- Registrations that were refused between two days, with their reasons; nobody is named.
select id as registration_id, decided_on, activity, reasons from registrations
where state = 'refused' and decided_on between %(since)s and %(until)s order by decided_on, id limit %(limit)s;

-- name: add_exclusion
-- An exclusion is proposed.
insert into exclusions (id, member_id, reasons, state, proposed_on)
values (%(id)s, %(member_id)s, %(reasons)s, 'proposed', %(on)s);

-- name: lock_exclusion
-- An exclusion, locked.
select * from exclusions where id = %(exclusion_id)s for update;

-- name: save_exclusion
-- The next step of an exclusion.
update exclusions set state = %(state)s, notified_on = %(notified_on)s, channel = %(channel)s,
    answer_until = %(answer_until)s, observations = %(observations)s, observed_on = %(observed_on)s,
    hearing_asked_on = %(hearing_asked_on)s, hearing_held_on = %(hearing_held_on)s, decided_on = %(decided_on)s,
    outcome = %(outcome)s, grounds = %(grounds)s, resolution = %(resolution)s,
    decision_notified_on = %(decision_notified_on)s, notified_late = %(notified_late)s
where id = %(id)s;

-- name: drop_open_exclusion
-- A procedure against somebody who is no member any more.
update exclusions set state = 'withdrawn' where member_id = %(member_id)s and state in ('proposed', 'notified');

-- name: add_exit
-- An end of membership.
insert into exits (id, member_id, cause, requested_on, effective_on, evidence, state, recorded_at, actor)
values (%(id)s, %(member_id)s, %(cause)s, %(requested_on)s, %(effective_on)s, %(evidence)s, %(state)s, %(at)s, %(actor)s);

-- name: lock_exit
-- An end of membership, locked.
select id, member_id, cause, requested_on, effective_on, state, shares, paid_in_cents, currency from exits
where id = %(exit_id)s for update;

-- name: exit_of
-- The end of membership that stands for a member.
select id, member_id, cause, requested_on, effective_on, state, shares, paid_in_cents, currency from exits
where member_id = %(member_id)s and state not in ('withdrawn', 'annulled');

-- name: drop_exit
-- A resignation is taken back.
update exits set state = 'withdrawn' where id = %(exit_id)s;

-- name: settle_exit
-- What the shares are worth is known.
update exits set state = 'settled', settled_on = %(on)s where id = %(exit_id)s;

-- name: end_exit
-- Membership and shares are gone; their value is still to be known.
update exits set state = 'ended', ended_on = %(on)s, shares = %(shares)s, paid_in_cents = %(cents)s, currency = %(currency)s
where id = %(exit_id)s;

-- name: annul_exit
-- An end of membership that should never have been.
update exits set state = 'annulled' where id = %(exit_id)s;

-- name: exits_to_settle
-- Ends of membership whose day has come, and those that wait for their value; another run may have them at this moment.
select id from exits where state in ('requested', 'ended') and effective_on <= %(on)s and id > %(after)s
order by id limit %(limit)s;

-- name: save_obstacle
-- What stops an exit; the day on which the same was noticed first stays.
insert into exit_obstacles as o (exit_id, code, sentence, noticed_on) values (%(exit_id)s, %(code)s, %(sentence)s, %(on)s)
on conflict (exit_id) do update set code = excluded.code, sentence = excluded.sentence, noticed_on = excluded.noticed_on
    where o.code <> excluded.code;

-- name: drop_obstacle
-- Nothing stops the exit any more.
delete from exit_obstacles where exit_id = %(exit_id)s;

-- name: list_stopped_exits
-- Exits whose day has come and that are not settled, the oldest day first, with what stops them.
select e.id as exit_id, e.member_id, e.cause, e.effective_on, e.state, o.code, o.sentence, o.noticed_on
from exit_obstacles o join exits e on e.id = o.exit_id
where e.state in ('requested', 'ended') order by e.effective_on, e.id limit %(limit)s;

-- name: add_transfer
-- Shares pass from one member to another.
insert into transfers (id, giver_id, receiver_id, shares, declaration, consent, effective_on, recorded_at, actor)
values (%(id)s, %(giver_id)s, %(receiver_id)s, %(shares)s, %(declaration)s, %(consent)s, %(effective_on)s, %(at)s, %(actor)s);

-- name: get_transfer
-- A transfer of shares.
select id, giver_id, receiver_id, shares, declaration, consent, effective_on from transfers where id = %(transfer_id)s;

-- name: value_of_exit
-- What was booked as owed for the shares of an exit.
select coalesce(-sum(p.cents), 0)::bigint as cents from ledger_postings p join ledger_entries e on e.id = p.entry_id
where e.journal = 'exits' and e.document = %(exit_id)s and p.account = any(%(leavers)s);
