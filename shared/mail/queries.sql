-- name: add_pending
-- Note that a mail is to be sent, at once.
insert into mail_pending (document_id, waiting_since, try_at, attempts, reason)
values (%(id)s, %(at)s, %(at)s, 0, '')
on conflict (document_id) do update set try_at = excluded.try_at, waiting_since = excluded.waiting_since;

-- name: claim
-- Take the mail that has waited longest among those that may be tried now, for as long as a try may last.
update mail_pending p set attempts = attempts + 1, try_at = %(at)s + %(lease)s
from outgoing_documents d
where d.id = p.document_id and p.document_id = (
    select document_id from mail_pending where try_at <= %(at)s order by try_at, document_id limit 1
    for update skip locked)
returning p.document_id, p.attempts, p.waiting_since, d.name, d.content;

-- name: put_off
-- Try the mail again later, and say why.
update mail_pending set try_at = %(try_at)s, reason = %(reason)s where document_id = %(id)s;

-- name: drop_pending
-- The mail waits no longer.
delete from mail_pending where document_id = %(id)s;

-- name: add_failure
-- The mail did not arrive; whether that is news (a failure that is open already stays as it is).
insert into mail_failures as f (document_id, kind, reason, failed_on, failed_at)
values (%(id)s, %(kind)s, %(reason)s, %(on)s, %(at)s)
on conflict (document_id) do update
    set kind = excluded.kind, reason = excluded.reason, failed_on = excluded.failed_on, failed_at = excluded.failed_at,
        settled_at = null, settled_by = null
    where f.settled_at is not null
returning document_id;

-- name: settle_failure
-- A person has seen to the failure.
update mail_failures set settled_at = %(at)s, settled_by = %(actor)s
where document_id = %(id)s and settled_at is null;

-- name: waiting_mail
-- What waits, longest first: since when, how often it was tried, why it was not taken, when it is tried next.
select p.document_id, d.name, d.about, p.waiting_since, p.attempts, p.reason, p.try_at
from mail_pending p join outgoing_documents d on d.id = p.document_id
order by p.waiting_since, p.document_id limit %(limit)s;

-- name: failed_mail
-- What did not arrive and is not settled, oldest first.
select f.document_id, d.name, d.about, f.kind, f.reason, f.failed_on
from mail_failures f join outgoing_documents d on d.id = f.document_id
where f.settled_at is null order by f.failed_at, f.document_id limit %(limit)s;
