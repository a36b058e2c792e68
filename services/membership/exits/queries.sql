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
-- Members with calls that were due on a day and are not paid whole (art. 6:43).
select member_id, count(*)::int as calls, sum(cents - paid_cents)::bigint as cents, min(currency) as currency
from share_calls where settled_on is null and withdrawn_on is null and due_on < %(on)s
group by member_id order by member_id limit %(limit)s;

-- name: share_report
-- The figures of the yearly reports on shares (art. 6:43, 6:108, 6:120, 6:124) between two days.
select
    count(*) filter (where kind = 'paid' and shares > 0 and not first)::int as issued_to_old,
    count(*) filter (where kind = 'paid' and first)::int as issued_to_new,
    coalesce(sum(shares) filter (where kind = 'paid'), 0)::bigint as shares_issued,
    coalesce(sum(cents) filter (where kind = 'paid'), 0)::bigint as cents_issued,
    coalesce(-sum(shares) filter (where kind = 'reversed'), 0)::bigint as shares_reversed,
    coalesce(-sum(shares) filter (where kind = 'redeemed'), 0)::bigint as shares_redeemed,
    coalesce(-sum(cents) filter (where kind = 'redeemed'), 0)::bigint as cents_redeemed,
    count(*) filter (where kind = 'redeemed')::int as leavers
from (
    select m.*, m.id = (select f.id from share_movements f where f.member_id = m.member_id and f.kind = 'paid'
                        order by f.effective_on, f.recorded_at, f.id limit 1) as first
    from share_movements m where m.effective_on between %(since)s and %(until)s
) moved;

-- name: shares_on
-- How many shares existed on a day, as known now.
select coalesce(sum(shares), 0)::bigint as shares from share_movements where effective_on <= %(on)s;

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
select id, member_id, cause, requested_on, effective_on, state from exits where id = %(exit_id)s for update;

-- name: exit_of
-- The end of membership that stands for a member.
select id, member_id, cause, requested_on, effective_on, state from exits
where member_id = %(member_id)s and state <> 'withdrawn';

-- name: drop_exit
-- A resignation is taken back.
update exits set state = 'withdrawn' where id = %(exit_id)s;

-- name: settle_exit
-- The shares are gone from the register.
update exits set state = 'settled', settled_on = %(on)s, shares = %(shares)s where id = %(exit_id)s;

-- name: exits_to_settle
-- Ends of membership whose day has come; another run may have them at this moment.
select id from exits where state = 'requested' and effective_on <= %(on)s and id > %(after)s order by id limit %(limit)s;

-- name: add_transfer
-- Shares pass from one member to another.
insert into transfers (id, giver_id, receiver_id, shares, declaration, consent, effective_on, recorded_at, actor)
values (%(id)s, %(giver_id)s, %(receiver_id)s, %(shares)s, %(declaration)s, %(consent)s, %(on)s, %(at)s, %(actor)s);
