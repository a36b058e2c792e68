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
