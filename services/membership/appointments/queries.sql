-- name: find_post
-- The number by which hours of an advisor are kept apart, of one who works here on a day and is not away on it.
select a.number from advisors a
where a.id = %(advisor_id)s and (a.active_until is null or a.active_until > %(day)s)
  and not exists (select from absences b where b.advisor_id = a.id and b.days @> %(day)s::date);

-- name: add_slot
-- Hours that an advisor offers.
insert into appointment_slots (id, advisor_id, number, during, starts_on, place, topic, places)
values (%(id)s, %(advisor_id)s, %(number)s, tstzrange(%(starts_at)s, %(ends_at)s), %(starts_on)s, %(place)s, %(topic)s, %(places)s);

-- name: lock_slot
-- Offered hours, locked: everybody who wants them passes here one by one.
select id, advisor_id, lower(during) as starts_at, upper(during) as ends_at, starts_on, taken, state = 'open' as is_open
from appointment_slots where id = %(slot_id)s for update;

-- name: lock_slots_between
-- Hours of an advisor that an absence concerns, locked.
select id, advisor_id, lower(during) as starts_at, upper(during) as ends_at, starts_on, taken, state = 'open' as is_open
from appointment_slots
where advisor_id = %(advisor_id)s and state = 'open' and starts_on >= %(from_on)s
  and (%(until_on)s::date is null or starts_on < %(until_on)s) and starts_on >= %(on)s
order by starts_on, id for update;

-- name: is_free
-- Whether an advisor offers no other hours at the time of these.
select not exists (select from appointment_slots o where o.advisor_id = %(advisor_id)s and o.state = 'open'
                   and o.during && (select during from appointment_slots where id = %(slot_id)s)) as free;

-- name: move_slot
-- Another advisor takes these hours over, with who comes.
update appointment_slots set advisor_id = %(advisor_id)s, number = %(number)s, moved_from = advisor_id where id = %(slot_id)s;

-- name: withdraw_slot
-- Nobody can book these hours any more.
update appointment_slots set state = 'withdrawn', taken = 0 where id = %(slot_id)s;

-- name: displace
-- Who wanted to come needs other hours.
update appointments set state = 'displaced', changed_on = %(on)s where slot_id = %(slot_id)s and state = 'booked';

-- name: add_appointment
-- A member comes.
insert into appointments (id, slot_id, member_id, member_number, during, subject, state, booked_on, changed_on)
select %(id)s, s.id, m.id, m.number, s.during, %(subject)s, 'booked', %(on)s, %(on)s
from appointment_slots s, members m where s.id = %(slot_id)s and m.id = %(member_id)s;

-- name: move_taken
-- Count places taken or given back.
update appointment_slots set taken = taken + %(by)s where id = %(slot_id)s;

-- name: count_to_come
-- How many appointments a member has to come.
select count(*)::int as found from appointments a join appointment_slots s on s.id = a.slot_id
where a.member_id = %(member_id)s and a.state = 'booked' and s.starts_on >= %(on)s;

-- name: get_appointment
-- An appointment with its day.
select a.id, a.slot_id, a.member_id, a.state, s.starts_on from appointments a join appointment_slots s on s.id = a.slot_id
where a.id = %(appointment_id)s;

-- name: cancel_appointment
-- It is given back.
update appointments set state = 'cancelled', changed_on = %(on)s where id = %(appointment_id)s;

-- name: appointments_to_come
-- What somebody has to come, or what waits for other hours.
select a.id from appointments a join appointment_slots s on s.id = a.slot_id
where a.member_id = %(member_id)s and (a.state = 'displaced' or a.state = 'booked' and s.starts_on >= %(on)s)
order by a.slot_id, a.id;

-- name: list_slots
-- Hours with places left, from a day on, of an advisor or of all, after a cursor.
select s.id as slot_id, s.advisor_id, v.name as advisor, lower(s.during) as starts_at, upper(s.during) as ends_at, s.place, s.topic,
       s.places, s.taken
from appointment_slots s join advisors v on v.id = s.advisor_id
where s.state = 'open' and s.starts_on >= %(since)s and s.taken < s.places
  and (%(advisor_id)s::text = '' or s.advisor_id = %(advisor_id)s)
  and (%(after)s::text = '' or (lower(s.during), s.id) > (select lower(during), id from appointment_slots where id = %(after)s))
order by lower(s.during), s.id limit %(limit)s;

-- name: list_own
-- A member's appointments to come, and those that wait for other hours, the first one first.
select a.id as appointment_id, a.slot_id, a.state, a.subject, s.advisor_id, v.name as advisor, lower(s.during) as starts_at,
       upper(s.during) as ends_at, s.place, s.topic, a.changed_on, a.member_id
from appointments a join appointment_slots s on s.id = a.slot_id join advisors v on v.id = s.advisor_id
where a.member_id = %(member_id)s and (a.state = 'displaced' or a.state = 'booked' and s.starts_on >= %(on)s)
order by lower(s.during), a.id;

-- name: list_coming
-- Who comes to an advisor from a day on, the first one first.
select a.id as appointment_id, a.slot_id, a.state, a.subject, s.advisor_id, v.name as advisor, lower(s.during) as starts_at,
       upper(s.during) as ends_at, s.place, s.topic, a.changed_on, a.member_id
from appointments a join appointment_slots s on s.id = a.slot_id join advisors v on v.id = s.advisor_id
where s.advisor_id = %(advisor_id)s and a.state = 'booked' and s.starts_on >= %(since)s order by lower(s.during), a.id limit %(limit)s;

-- name: list_displaced
-- Who waits for other hours, the longest first.
select a.id as appointment_id, a.slot_id, a.state, a.subject, s.advisor_id, v.name as advisor, lower(s.during) as starts_at,
       upper(s.during) as ends_at, s.place, s.topic, a.changed_on, a.member_id
from appointments a join appointment_slots s on s.id = a.slot_id join advisors v on v.id = s.advisor_id
where a.state = 'displaced' order by a.changed_on, a.id limit %(limit)s;
