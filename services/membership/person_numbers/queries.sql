-- name: number_of
-- The number by which a member is known, locked, and whether they are a legal person.
select m.national_number, exists (select from registrations r where r.id = m.registration_id and r.legal_name <> '') as is_legal
from members m where m.id = %(member_id)s for update;

-- name: add_change
-- A number in place of another, from a day on.
insert into person_number_changes (id, member_id, number_before, number, effective_on, reason, recorded_on, recorded_at, actor)
values (%(id)s, %(member_id)s, %(before)s, %(number)s, %(effective_on)s, %(reason)s, %(on)s, %(at)s, %(actor)s);

-- name: set_number
-- The number by which a member is known from now on.
update members set national_number = %(number)s where id = %(member_id)s;

-- name: add_telling
-- Who is to be told of a change.
insert into person_number_tellings (change_id, recipient) values (%(change_id)s, %(recipient)s);

-- name: save_told
-- Somebody told them.
update person_number_tellings set told_on = %(on)s, told_by = %(actor)s
where change_id = %(change_id)s and recipient = %(recipient)s and told_on is null;

-- name: list_to_tell
-- Who is still to be told of which change, the oldest first; the numbers themselves stand in the member's card.
select c.id as change_id, t.recipient, c.member_id, m.number as member_number, c.effective_on, c.recorded_on
from person_number_tellings t join person_number_changes c on c.id = t.change_id join members m on m.id = c.member_id
where t.told_on is null order by c.recorded_at, c.id, t.recipient limit %(limit)s;

-- name: list_changes
-- The changes of a member's number, oldest first.
select id as change_id, number_before, number, effective_on, reason, recorded_on, actor from person_number_changes
where member_id = %(member_id)s order by recorded_at, id;
