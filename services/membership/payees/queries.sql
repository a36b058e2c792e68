-- name: add_payee
-- An account to which a member's money is to go, once it is confirmed.
insert into payees (id, member_id, name, iban, recorded_on, recorded_at, actor)
values (%(id)s, %(member_id)s, %(name)s, %(iban)s, %(on)s, %(at)s, %(actor)s);

-- name: same_payee
-- Whether the newest account of a member is this one, confirmed.
select p.name = %(name)s and p.iban = %(iban)s and p.confirmed_on is not null as same from payees p
where p.member_id = %(member_id)s and p.withdrawn_on is null order by p.recorded_at desc, p.id desc limit 1;

-- name: lock_payee
-- The newest account of a member, locked.
select p.id, p.member_id, p.actor as recorded_by, p.confirmed_on, p.code_digest, p.code_sent_on, p.tries
from payees p where p.member_id = %(member_id)s and p.withdrawn_on is null
order by p.recorded_at desc, p.id desc limit 1 for update;

-- name: save_code
-- The code is on its way.
update payees set code_digest = %(digest)s, code_sent_on = %(on)s where id = %(payee_id)s;

-- name: save_try
-- A code was typed that is not the one that was sent.
update payees set tries = tries + 1 where id = %(payee_id)s returning tries;

-- name: confirm_payee
-- From now on money goes there.
update payees set confirmed_on = %(on)s, confirmed_by = %(actor)s, means = %(means)s, code_digest = ''
where id = %(payee_id)s;

-- name: withdraw_payee
-- It is not meant any more; what was confirmed before it counts again.
update payees set withdrawn_on = %(on)s, code_digest = '' where id = %(payee_id)s;

-- name: list_waiting
-- Newest accounts that wait for their confirmation, the oldest first, with what waits for them.
select p.id as payee_id, p.member_id, m.number, right(p.iban, 4) as ends_with, p.recorded_on, p.actor as recorded_by,
       p.confirmed_on, p.code_digest, p.code_sent_on, p.tries,
       exists (select from letters l where l.kind = 'payee_code' and l.ref = p.id and l.sent_by = 'not_at_all') as letter_stopped,
       (select count(*) from claims c where c.member_id = p.member_id and c.state in ('due', 'suspended'))::int as claims
from payees p join members m on m.id = p.member_id
where p.confirmed_on is null and p.withdrawn_on is null and p.iban <> ''
  and (%(member_id)s::text = '' or p.member_id = %(member_id)s)
  and not exists (select from payees n where n.member_id = p.member_id and n.withdrawn_on is null
                  and (n.recorded_at, n.id) > (p.recorded_at, p.id))
order by p.recorded_at, p.id limit %(limit)s;
