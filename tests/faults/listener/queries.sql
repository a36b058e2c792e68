-- name: add_effect
-- Note that a word was heard.
insert into effects (event_id, line_id, version, number)
values (%(event_id)s, %(line_id)s, %(version)s, %(number)s);
