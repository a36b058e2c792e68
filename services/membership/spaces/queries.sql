-- name: list_spaces
-- Rooms and desks of a city (or of all) that can be booked.
select id, city, kind, name, places from spaces
where closed_on is null and (%(city)s::text = '' or city = %(city)s) and id > %(after)s order by id limit %(limit)s;

-- name: list_bookings
-- When a space is taken, from a day on.
select id, space_id, member_id, lower(during) as starts_at, upper(during) as ends_at from space_bookings
where space_id = %(space_id)s and cancelled_on is null and starts_on >= %(since)s order by lower(during) limit %(limit)s;

-- name: member_of_booking
-- Whose booking it is.
select member_id from space_bookings where id = %(booking_id)s;

-- name: add_space
-- A room or desk.
insert into spaces (id, city, kind, name, places) values (%(id)s, %(city)s, %(kind)s, %(name)s, %(places)s);

-- name: get_space
-- A room or desk.
select id, number, name, places, closed_on from spaces where id = %(space_id)s;

-- name: close_space
-- It cannot be booked any more.
update spaces set closed_on = %(on)s where id = %(space_id)s and closed_on is null;

-- name: add_booking
-- A place of a space is taken for a time: the first that is free, else the last, which its constraint refuses.
insert into space_bookings (id, space_id, number, place, member_id, during, starts_on, booked_on)
select %(id)s, %(space_id)s, %(number)s, coalesce(min(place) filter (where not exists (
           select from space_bookings b where b.number = %(number)s and b.place = free.place and b.cancelled_on is null
             and b.during && tstzrange(%(starts_at)s, %(ends_at)s))), max(place)),
       %(member_id)s, tstzrange(%(starts_at)s, %(ends_at)s), %(starts_on)s, %(on)s
from generate_series(1, %(places)s) as free (place);

-- name: give_back_all
-- Nobody books for who left: what was still to come is free again.
update space_bookings set cancelled_on = %(on)s
where member_id = %(member_id)s and cancelled_on is null and starts_on >= %(on)s;

-- name: lock_booking
-- A booking, locked.
select id, space_id, starts_on, cancelled_on from space_bookings where id = %(booking_id)s for update;

-- name: cancel_booking
-- It is given back.
update space_bookings set cancelled_on = %(on)s where id = %(booking_id)s;
