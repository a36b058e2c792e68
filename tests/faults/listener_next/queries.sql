-- name: add_effect
-- Note that a word took effect, and its mood.
insert into effects (event_id, line_id, version, number, mood)
values (%(event_id)s, %(line_id)s, %(version)s, %(number)s, %(mood)s);
