-- name: list_advisors
-- Advisors with how many members they accompany.
select a.id, a.name, a.languages, a.cities, a.specialities, a.working_share, a.active_from, a.active_until,
       (select count(*) from assignments s where s.advisor_id = a.id and s.until_on is null)::int as members
from advisors a where a.id > %(after)s order by a.id limit %(limit)s;

-- name: assignment_history
-- Who accompanied a member, newest first.
select s.advisor_id, a.name, s.from_on, s.until_on, s.reason, s.handover_note
from assignments s join advisors a on a.id = s.advisor_id where s.member_id = %(member_id)s
order by s.from_on desc, s.id desc;

-- name: add_advisor
-- Somebody who accompanies members.
insert into advisors (id, subject, name, languages, cities, specialities, working_share, active_from)
values (%(id)s, %(subject)s, %(name)s, %(languages)s, %(cities)s, %(specialities)s, %(working_share)s, %(on)s);

-- name: change_advisor
-- What an advisor offers changes.
update advisors set languages = %(languages)s, cities = %(cities)s, specialities = %(specialities)s,
    working_share = %(working_share)s
where id = %(advisor_id)s;

-- name: get_advisor
-- An advisor.
select id, number, name, active_until from advisors where id = %(advisor_id)s;

-- name: hold_assignments
-- One assignment of members at a time, so that loads stay balanced; freed with its transaction.
select pg_advisory_xact_lock(7267013);

-- name: advisors_with_load
-- Those who work here on a day, with how many members they accompany.
select a.id, a.languages, a.cities, a.specialities, a.working_share,
       (select count(*) from assignments s where s.advisor_id = a.id and s.until_on is null)::int as members
from advisors a
where a.active_from <= %(on)s and (a.active_until is null or %(on)s < a.active_until) order by a.id;

-- name: retire_advisor
-- An advisor does not work here any more from a day on.
update advisors set active_until = %(on)s where id = %(advisor_id)s;

-- name: end_assignment
-- One advisor lets a member go; what they tell the next.
update assignments set until_on = %(on)s, handover_note = %(note)s where member_id = %(member_id)s and until_on is null;

-- name: add_assignment
-- One advisor takes a member.
insert into assignments (id, member_id, advisor_id, from_on, reason)
values (%(id)s, %(member_id)s, %(advisor_id)s, %(on)s, %(reason)s);

-- name: find_unaccompanied
-- What matters when a member gets an advisor, of one whom nobody accompanies.
select m.id as member_id, m.language, r.city, r.activity
from members m join registrations r on r.id = m.registration_id
where m.id = %(member_id)s and m.admitted_on is not null and m.left_on is null
  and not exists (select from assignments s where s.member_id = m.id and s.until_on is null);

-- name: members_of
-- Whom an advisor accompanies.
select s.member_id, m.language, r.city, r.activity
from assignments s join members m on m.id = s.member_id join registrations r on r.id = m.registration_id
where s.advisor_id = %(advisor_id)s and s.until_on is null order by s.member_id;

-- name: members_without_advisor
-- Members whom nobody accompanies.
select m.id as member_id, m.language, r.city, r.activity
from members m join registrations r on r.id = m.registration_id
where m.admitted_on is not null and m.left_on is null and m.id > %(after)s
  and not exists (select from assignments s where s.member_id = m.id and s.until_on is null)
order by m.id limit %(limit)s;

-- name: is_absent
-- Whether an advisor is away in a part of a time.
select exists (select from absences where advisor_id = %(advisor_id)s
               and days && daterange(%(from_on)s, %(until_on)s)) as absent;

-- name: add_absence
-- An advisor is away; who covers.
insert into absences (id, advisor_id, number, days, cover_id)
values (%(id)s, %(advisor_id)s, %(number)s, daterange(%(from_on)s, %(until_on)s), %(cover_id)s);

-- name: responsible
-- Who answers for a member on a day: their advisor, or who covers.
select coalesce(b.cover_id, s.advisor_id) as advisor_id, s.advisor_id as own_id
from assignments s left join absences b on b.advisor_id = s.advisor_id and b.days @> %(on)s::date
where s.member_id = %(member_id)s and s.until_on is null;
