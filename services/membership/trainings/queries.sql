-- name: list_trainings
-- The catalogue.
select id, title, about, language, offered_on from trainings
where ended_on is null and (%(language)s::text = '' or language = %(language)s) and id > %(after)s
order by id limit %(limit)s;

-- name: add_training
-- A training that is offered.
insert into trainings (id, title, about, language, offered_on)
values (%(id)s, %(title)s, %(about)s, %(language)s, %(on)s);

-- name: get_training
-- A training.
select id, title, language, ended_on from trainings where id = %(training_id)s;

-- name: end_training
-- A training is not offered any more.
update trainings set ended_on = %(on)s where id = %(training_id)s and ended_on is null;

-- name: list_own_trainings
-- The seats of a member, or their places on waiting lists, in sessions of trainings from a day on.
select t.id as seat_id, t.state, s.id as session_id, s.title, s.place, s.starts_at, s.ends_at
from seats t join sessions s on s.id = t.session_id
where t.person = %(member_id)s and t.state in ('booked', 'waiting') and s.kind = 'training' and s.starts_on >= %(on)s
order by s.starts_at, t.id;
