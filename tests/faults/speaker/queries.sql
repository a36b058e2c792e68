-- name: add_word
-- Note that a word was said.
insert into words (line_id, number) values (%(line_id)s, %(number)s);
