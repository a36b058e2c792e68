-- name: add_session
-- A session begins.
insert into sessions (id_digest, subject, sealed, begun_at, seen_at, ends_at)
values (%(id_digest)s, %(subject)s, %(sealed)s, %(now)s, %(now)s, %(ends_at)s)

-- name: find_session
-- The session of a cookie, unless it has ended or nobody used it for too long.
select subject, sealed, begun_at, seen_at, ends_at,
       case when reads_until > %(now)s then reads_as end as reads_as, reads_until from sessions
where id_digest = %(id_digest)s and ends_at > %(now)s and seen_at > %(idle_since)s

-- name: touch_session
-- It was used just now.
update sessions set seen_at = %(now)s where id_digest = %(id_digest)s and seen_at < %(now)s

-- name: end_session
-- Somebody signed out.
delete from sessions where id_digest = %(id_digest)s

-- name: end_sessions_of
-- Somebody signed out everywhere.
delete from sessions where subject = %(subject)s

-- name: forget_ended
-- Sessions that are over leave no trace.
delete from sessions where ends_at <= %(now)s or seen_at <= %(idle_since)s
