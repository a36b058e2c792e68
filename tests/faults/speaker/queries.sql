-- name: add_word
-- Note that a word was said.
insert into words (line_id, number) values (%(line_id)s, %(number)s);

-- name: word
-- A word that was said, if it was.
select number from words where line_id = %(line_id)s and number = %(number)s limit 1;
