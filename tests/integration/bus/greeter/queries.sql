-- name: add_visit
-- Note a visit.
insert into visits (guest, words) values (%(guest)s, %(words)s);

-- name: count_visits
-- How often a guest was greeted.
select count(*) as visits from visits where guest = %(guest)s;

-- name: sleep
-- Take a while inside the database.
select pg_sleep(%(seconds)s::float8);
