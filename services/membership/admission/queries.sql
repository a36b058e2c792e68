-- name: get_registration
-- A registration with all that it says.
select * from registrations where id = %(registration_id)s;

-- name: list_registrations
-- Registrations in a state, oldest first, after a cursor.
select id, state, activity, city, language, drafted_on, submitted_on, verified_on, decided_on, member_id
from registrations where state = %(state)s and id > %(after)s order by id limit %(limit)s;

-- name: applicant_of
-- Whose registration it is.
select applicant from registrations where id = %(registration_id)s;

-- name: add_registration
-- A registration as first written.
insert into registrations (id, applicant, state, given_name, family_name, national_number, street, postcode, town, country,
                           email, phone, language, activity, city, legal_name, enterprise_number, drafted_on)
values (%(id)s, %(applicant)s, 'draft', %(given_name)s, %(family_name)s, %(national_number)s, %(street)s, %(postcode)s,
        %(town)s, %(country)s, %(email)s, %(phone)s, %(language)s, %(activity)s, %(city)s, %(legal_name)s,
        %(enterprise_number)s, %(drafted_on)s);

-- name: save_application
-- The applicant writes their draft anew.
update registrations set given_name = %(given_name)s, family_name = %(family_name)s,
    national_number = %(national_number)s, street = %(street)s, postcode = %(postcode)s, town = %(town)s,
    country = %(country)s, email = %(email)s, phone = %(phone)s, language = %(language)s, activity = %(activity)s,
    city = %(city)s, legal_name = %(legal_name)s, enterprise_number = %(enterprise_number)s
where id = %(id)s;

-- name: lock_registration
-- A registration, locked while it takes its next step.
select * from registrations where id = %(registration_id)s for update;

-- name: submit_registration
-- The applicant is done writing.
update registrations set state = 'submitted', submitted_on = %(on)s where id = %(id)s;

-- name: verify_registration
-- The identity was verified.
update registrations set state = 'verified', verified_on = %(on)s, verified_by = %(actor)s, verified_with = %(means)s,
    national_number = %(number)s
where id = %(id)s;

-- name: waive_session
-- An advisor does without the information session, for a reason.
update registrations set session_waiver = %(reason)s, waived_by = %(actor)s where id = %(id)s;

-- name: save_step
-- A step of admission was taken.
insert into admission_steps (registration_id, step, happened_on, evidence, recorded_at, actor)
values (%(registration_id)s, %(step)s, %(happened_on)s, %(evidence)s, %(at)s, %(actor)s)
on conflict (registration_id, step) do update set happened_on = excluded.happened_on, evidence = excluded.evidence,
    recorded_at = excluded.recorded_at, actor = excluded.actor;

-- name: steps_taken
-- The steps of admission that were taken.
select step, happened_on from admission_steps where registration_id = %(registration_id)s order by step;

-- name: decide_registration
-- Accepted, refused or withdrawn.
update registrations set state = %(state)s, decided_on = %(on)s, decided_by = %(actor)s, reasons = %(reasons)s,
    member_id = %(member_id)s
where id = %(id)s;

-- name: has_attended
-- Whether a person attended an information session until a day.
select exists (select from info_session_attendances where person = %(person)s and attended_on <= %(on)s) as attended;

-- name: add_attendance
-- Somebody was at an information session.
insert into info_session_attendances (seat_id, person, attended_on) values (%(seat_id)s, %(person)s, %(attended_on)s);

-- name: remove_attendance
-- Who was noted by mistake was not there.
delete from info_session_attendances where seat_id = %(seat_id)s;
