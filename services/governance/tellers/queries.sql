-- name: add_word
-- Note what a teller counted.
insert into paper_counts (poll_id, sheet, given_by, key, signature)
values (%(poll_id)s, %(sheet)s, %(given_by)s, %(key)s, %(signature)s);

-- name: words_of
-- The last word of each teller of a poll.
select distinct on (given_by) given_by, sheet, key, signature from paper_counts
where poll_id = %(poll_id)s order by given_by, position desc;
