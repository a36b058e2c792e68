-- name: add_advisor
-- Somebody who accompanies members.
insert into advisors (id, subject, name, languages, cities, specialities, working_share, active_from)
values (%(id)s, %(subject)s, %(name)s, %(languages)s, %(cities)s, %(specialities)s, %(working_share)s, %(on)s);

-- name: change_advisor
-- What an advisor offers changes.
update advisors set languages = %(languages)s, cities = %(cities)s, specialities = %(specialities)s,
    working_share = %(working_share)s
where id = %(advisor_id)s;

-- name: hold_assignments
-- One assignment of members at a time, so that loads stay balanced; freed with its transaction.
select pg_advisory_xact_lock(7267013);

-- name: advisors_with_load
-- Those who work here on a day, with how many members they accompany.
select a.id, a.languages, a.cities, a.specialities, a.working_share,
       (select count(*) from assignments s where s.advisor_id = a.id and s.until_on is null)::int as members
from advisors a
where a.active_from <= %(on)s and (a.active_until is null or %(on)s < a.active_until) order by a.id;

-- name: get_advisor
-- An advisor.
select id, number, subject, name, languages, cities, specialities, working_share, active_from, active_until
from advisors where id = %(advisor_id)s;

-- name: list_advisors
-- Advisors with how many members they accompany.
select a.id, a.name, a.languages, a.cities, a.specialities, a.working_share, a.active_from, a.active_until,
       (select count(*) from assignments s where s.advisor_id = a.id and s.until_on is null)::int as members
from advisors a where a.id > %(after)s order by a.id limit %(limit)s;

-- name: retire_advisor
-- An advisor does not work here any more from a day on.
update advisors set active_until = %(on)s where id = %(advisor_id)s;

-- name: end_assignment
-- One advisor lets a member go; what he tells the next.
update assignments set until_on = %(on)s, handover_note = %(note)s where member_id = %(member_id)s and until_on is null;

-- name: add_assignment
-- One advisor takes a member.
insert into assignments (id, member_id, advisor_id, from_on, reason)
values (%(id)s, %(member_id)s, %(advisor_id)s, %(on)s, %(reason)s);

-- name: members_of
-- Whom an advisor accompanies.
select s.member_id, m.language, r.city, r.activity
from assignments s join members m on m.id = s.member_id join registrations r on r.id = m.registration_id
where s.advisor_id = %(advisor_id)s and s.until_on is null order by s.member_id;

-- name: profile_of
-- What matters when a member gets an advisor.
select m.id as member_id, m.language, r.city, r.activity
from members m join registrations r on r.id = m.registration_id where m.id = %(member_id)s;

-- name: members_without_advisor
-- Members whom nobody accompanies.
select m.id as member_id, m.language, r.city, r.activity
from members m join registrations r on r.id = m.registration_id
where m.admitted_on is not null and m.left_on is null and m.id > %(after)s
  and not exists (select from assignments s where s.member_id = m.id and s.until_on is null)
order by m.id limit %(limit)s;

-- name: assignment_history
-- Who accompanied a member, newest first.
select s.advisor_id, a.name, s.from_on, s.until_on, s.reason, s.handover_note
from assignments s join advisors a on a.id = s.advisor_id where s.member_id = %(member_id)s
order by s.from_on desc, s.id desc;

-- name: add_absence
-- An advisor is away; who covers.
insert into absences (id, advisor_id, number, days, cover_id)
values (%(id)s, %(advisor_id)s, %(number)s, daterange(%(from_on)s, %(until_on)s), %(cover_id)s);

-- name: is_absent
-- Whether an advisor is away in a part of a time.
select exists (select from absences where advisor_id = %(advisor_id)s
               and days && daterange(%(from_on)s, %(until_on)s)) as absent;

-- name: responsible
-- Who answers for a member on a day: his advisor, or who covers.
select coalesce(b.cover_id, s.advisor_id) as advisor_id, s.advisor_id as own_id
from assignments s left join absences b on b.advisor_id = s.advisor_id and b.days @> %(on)s::date
where s.member_id = %(member_id)s and s.until_on is null;

-- name: add_question
-- A member asks.
insert into questions (id, member_id, subject, text, asked_on, due_on)
values (%(id)s, %(member_id)s, %(subject)s, %(text)s, %(on)s, %(due_on)s);

-- name: lock_question
-- A question, locked.
select id, member_id, answered_on from questions where id = %(question_id)s for update;

-- name: answer_question
-- It is answered.
update questions set answered_on = %(on)s, answered_by = %(actor)s, answer = %(answer)s where id = %(question_id)s;

-- name: list_questions
-- What a member asked, newest first.
select id, member_id, subject, text, asked_on, due_on, answered_on, answered_by, answer from questions
where member_id = %(member_id)s order by asked_on desc, id desc limit %(limit)s;

-- name: open_item
-- Something lies on the desk; what was there before stays as it was.
insert into desk_items (kind, ref, member_id, invoice_id, due_on, opened_on)
values (%(kind)s, %(ref)s, %(member_id)s, %(invoice_id)s, %(due_on)s, %(on)s)
on conflict (kind, ref) do update set closed_on = null, due_on = excluded.due_on;

-- name: close_item
-- It is done.
update desk_items set closed_on = %(on)s where kind = %(kind)s and ref = %(ref)s and closed_on is null;

-- name: list_desk
-- What lies on desks on a day: of one advisor (with those whom he covers), or all; most urgent kinds first, then by day.
with mine as (
    select s.member_id, coalesce(b.cover_id, s.advisor_id) as advisor_id
    from assignments s left join absences b on b.advisor_id = s.advisor_id and b.days @> %(on)s::date
    where s.until_on is null
), found (kind, ref, member_id, due_on) as (
    select i.kind, i.ref, i.member_id, i.due_on from desk_items i
    where i.closed_on is null and i.kind = 'client_overdue'
    union all
    select 'advance_at_risk', a.ref, a.member_id, o.due_on from desk_items a
    join desk_items o on o.kind = 'client_overdue' and o.ref = a.invoice_id and o.closed_on is null
    where a.kind = 'advance_open' and a.closed_on is null
    union all
    select i.kind, i.ref, i.member_id, i.due_on from desk_items i
    where i.closed_on is null and i.kind = 'cover_ending' and i.due_on between %(on)s and %(cover_until)s
    union all
    select 'share_in_arrears', c.id, c.member_id, c.due_on from share_calls c
    where c.settled_on is null and c.withdrawn_on is null and c.due_on < %(on)s
    union all
    select 'question_open', q.id, q.member_id, q.due_on from questions q where q.answered_on is null
    union all
    select 'identity_missing', r.id, '', r.submitted_on from registrations r where r.state = 'submitted'
    union all
    select 'advisor_missing', m.id, m.id, m.admitted_on from members m
    where m.admitted_on is not null and m.left_on is null and not exists (select from mine where mine.member_id = m.id)
)
select f.kind, f.ref, f.member_id, f.due_on, coalesce(mine.advisor_id, '') as advisor_id,
       array_position(%(kinds)s::text[], f.kind) as rank
from found f left join mine on mine.member_id = f.member_id
where (%(advisor_id)s::text = '' or mine.advisor_id = %(advisor_id)s
       or (f.kind = 'identity_missing' and exists (
               select from registrations r join advisors a on r.city = any(a.cities)
               where r.id = f.ref and a.id = %(advisor_id)s)))
  and f.kind = any(%(kinds)s::text[])
order by rank, f.due_on, f.ref limit %(limit)s;
