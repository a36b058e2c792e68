-- name: save_draft
-- What somebody has typed so far, in the place of what they had typed before.
insert into order_drafts (subject, about, sealed, changed_at)
values (%(subject)s, %(about)s, %(sealed)s, %(now)s)
on conflict (subject, about) do update set sealed = excluded.sealed, changed_at = excluded.changed_at

-- name: find_draft
-- What somebody has typed so far.
select sealed from order_drafts where subject = %(subject)s and about = %(about)s

-- name: forget_draft
-- It was sent, or given up.
delete from order_drafts where subject = %(subject)s and about = %(about)s

-- name: forget_old_drafts
-- Nobody went on with it.
delete from order_drafts where changed_at <= %(changed_until)s
