-- name: list_sessions
-- Sessions of a kind from a day on, in their order, after a cursor (day and id).
select s.*, (select count(*) from seats w where w.session_id = s.id and w.state = 'waiting')::int as waiting
from sessions s
where s.kind = %(kind)s and s.starts_on >= %(since)s and s.state = 'scheduled'
  and not exists (select from trainings t where t.id = s.training_id and t.published_on is null)
  and (%(place)s::text = '' or s.place = %(place)s) and (%(language)s::text = '' or s.language = %(language)s)
  and (%(after)s::text = '' or (s.starts_at, s.id) > (select starts_at, id from sessions where id = %(after)s))
order by s.starts_at, s.id limit %(limit)s;

-- name: list_seats
-- Everybody of a session, in the order of asking.
select id, session_id, member_id, name, state, turn from seats where session_id = %(session_id)s order by turn;

-- name: get_seat
-- A seat with the session it belongs to.
select t.id, t.session_id, t.person, t.member_id, t.state, s.kind
from seats t join sessions s on s.id = t.session_id where t.id = %(seat_id)s;

-- name: add_session
-- Schedule a session.
insert into sessions (id, kind, training_id, title, place, language, host_id, trainer, capacity, starts_at, ends_at, starts_on,
    ends_on)
values (%(id)s, %(kind)s, %(training_id)s, %(title)s, %(place)s, %(language)s, %(host_id)s, %(trainer)s, %(capacity)s,
        %(starts_at)s, %(ends_at)s, %(starts_on)s, %(ends_on)s);

-- name: add_day
-- A day of a session.
insert into session_days (session_id, day, starts_at, ends_at) values (%(session_id)s, %(day)s, %(starts_at)s, %(ends_at)s);

-- name: days_of
-- The days of sessions, in their order.
select session_id, starts_at, ends_at from session_days where session_id = any(%(ids)s) order by session_id, day;

-- name: lock_session
-- A session, locked: everybody who wants one of its seats passes here one by one.
select id, kind, training_id, title, place, language, host_id, capacity, seats_taken, starts_at, ends_at, starts_on, ends_on, state
from sessions where id = %(session_id)s for update;

-- name: add_seat
-- A seat, or a place on the waiting list.
insert into seats (id, session_id, person, member_id, name, state, booked_at, changed_at, price_cents)
values (%(id)s, %(session_id)s, %(person)s, %(member_id)s, %(name)s, %(state)s, %(at)s, %(at)s, %(price_cents)s);

-- name: move_seats_taken
-- Count seats taken or given back.
update sessions set seats_taken = seats_taken + %(by)s where id = %(session_id)s;

-- name: host_is_there
-- Whether somebody accompanies members on a day, by their id or as the provider of identities names them.
select exists (select from advisors where %(host_id)s in (id, subject)
               and (active_until is null or active_until > %(on)s)) as there;

-- name: seats_to_come
-- The seats that a member still has in sessions to come, or whose last day is still to come, the first session first.
select t.id, t.session_id, t.state, s.starts_on >= %(on)s as to_begin from seats t join sessions s on s.id = t.session_id
where t.member_id = %(member_id)s and t.state in ('booked', 'waiting') and s.state = 'scheduled' and s.ends_on >= %(on)s
order by t.session_id, t.id;

-- name: save_seat
-- A seat changes its state.
update seats set state = %(state)s, changed_at = %(at)s where id = %(seat_id)s;

-- name: first_waiting
-- Who waits longest for a seat.
select id, member_id, person from seats where session_id = %(session_id)s and state = 'waiting' order by turn limit 1;

-- name: cancel_session
-- A session that does not take place.
update sessions set state = 'cancelled', seats_taken = 0 where id = %(session_id)s;

-- name: cancel_seats_of_session
-- Nobody has a seat in a session that does not take place.
update seats set state = 'cancelled', changed_at = %(at)s
where session_id = %(session_id)s and state in ('booked', 'waiting');
