-- name: list_trainings
-- The catalogue.
select id, title, about, language, topic, price_cents, offered_on from trainings
where ended_on is null and published_on is not null and (%(language)s::text = '' or language = %(language)s) and id > %(after)s
order by id limit %(limit)s;

-- name: add_training
-- A training that is offered.
insert into trainings (id, title, about, language, topic, price_cents, offered_on, published_on)
values (%(id)s, %(title)s, %(about)s, %(language)s, %(topic)s, %(price_cents)s, %(on)s, %(published_on)s);

-- name: list_drafts
-- Trainings that were written and are not published.
select id, title, about, language, topic, price_cents, offered_on from trainings
where ended_on is null and published_on is null and id > %(after)s order by id limit %(limit)s;

-- name: rewrite_training
-- A draft, written anew.
update trainings set title = %(title)s, about = %(about)s, language = %(language)s, topic = %(topic)s, price_cents = %(price_cents)s
where id = %(training_id)s;

-- name: retitle_sessions
-- Sessions that were planned of a draft bear its new title.
update sessions set title = %(title)s, language = %(language)s where training_id = %(training_id)s;

-- name: publish_training
-- Members see it from now on.
update trainings set published_on = %(on)s where id = %(training_id)s;

-- name: training_of_session
-- The training of which a session is.
select t.id, t.title, t.language, t.ended_on, t.published_on, t.price_cents from sessions s join trainings t on t.id = s.training_id
where s.id = %(session_id)s;

-- name: trainings_named
-- What sessions show of their trainings.
select id, topic, price_cents from trainings where id = any(%(ids)s);

-- name: list_open_fees
-- Seats that cost something of which nobody has said that it is settled, the oldest first.
select t.id as seat_id, t.member_id, t.state, t.price_cents, s.id as session_id, s.title, s.starts_on
from seats t join sessions s on s.id = t.session_id
where t.price_cents > 0 and t.fee_settled_on is null and t.state in ('booked', 'attended', 'absent')
  and (%(member_id)s::text = '' or t.member_id = %(member_id)s)
order by t.booked_at, t.id limit %(limit)s;

-- name: settle_fee
-- Somebody noted that nothing is open of a seat; nothing where there was nothing.
update seats set fee_settled_on = %(on)s, fee_settled_by = %(actor)s
where id = %(seat_id)s and price_cents > 0 and fee_settled_on is null and state in ('booked', 'attended', 'absent');

-- name: get_training
-- A training.
select id, title, language, ended_on, published_on, price_cents from trainings where id = %(training_id)s for update;

-- name: end_training
-- A training is not offered any more.
update trainings set ended_on = %(on)s where id = %(training_id)s and ended_on is null;

-- name: list_own_trainings
-- The seats of a member, or their places on waiting lists, in sessions of trainings from a day on.
select t.id as seat_id, t.state, s.id as session_id, s.title, s.place, s.starts_at, s.ends_at
from seats t join sessions s on s.id = t.session_id
where t.person = %(member_id)s and t.state in ('booked', 'waiting') and s.kind = 'training' and s.ends_on >= %(on)s
order by s.starts_at, t.id;
