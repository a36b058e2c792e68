-- name: begin_reading
-- A session reads a member's pages from now on, and the opening is noted in the same breath.
with reading as (
    update sessions set reads_as = %(member_id)s, reads_until = %(ends_at)s where id_digest = %(id_digest)s
)
insert into openings (member_id, opened_by, name, reason, opened_at, ends_at)
values (%(member_id)s, %(opened_by)s, %(name)s, %(reason)s, %(now)s, %(ends_at)s)

-- name: end_reading
-- A session reads its own pages again; the opening ended now.
with own as (
    update sessions set reads_as = null, reads_until = null where id_digest = %(id_digest)s
)
update openings set ends_at = greatest(%(now)s, opened_at + interval '1 microsecond')
where opened_by = %(opened_by)s and member_id = %(member_id)s and ends_at > %(now)s

-- name: list_openings
-- Who opened a member's pages, the last first.
select name, reason, opened_at, ends_at from openings where member_id = %(member_id)s
order by opened_at desc limit %(limit)s

-- name: forget_openings
-- What a year has passed over.
delete from openings where opened_at <= %(until)s
