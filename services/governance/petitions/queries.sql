-- name: add_petition
-- Write what members ask for.
insert into petitions (petition_id, title, reason, items, started_by, started_on)
values (%(petition_id)s, %(title)s, %(reason)s, %(items)s, %(started_by)s, %(started_on)s);

-- name: add_signature
-- Write that a member signs, or takes it back.
insert into petition_signatures (petition_id, member_id, signs, signed_on)
values (%(petition_id)s, %(member_id)s, %(signs)s, %(signed_on)s);

-- name: lock_petition
-- One signature of a petition at a time, until commit.
select pg_advisory_xact_lock(hashtextextended('petition ' || %(petition_id)s, 0));

-- name: add_reached
-- Write that enough signed.
insert into reached_petitions (petition_id, reached_on, signed, entitled, due_on)
values (%(petition_id)s, %(reached_on)s, %(signed)s, %(entitled)s, %(due_on)s);

-- name: add_answer
-- Write which assembly was convened for a petition.
insert into answered_petitions (petition_id, assembly_id, by_members, answered_on)
values (%(petition_id)s, %(assembly_id)s, %(by_members)s, %(answered_on)s);

-- name: petitions
-- Petitions, the last started first, after a cursor; or one of them.
select p.petition_id, p.title, p.reason, p.items, p.started_by, p.started_on, r.reached_on, r.signed, r.entitled, r.due_on,
       a.assembly_id, coalesce(a.by_members, false) as by_members,
       (select coalesce(jsonb_agg(s.member_id), '[]')::text from (
           select distinct on (member_id) member_id, signs from petition_signatures x
           where x.petition_id = p.petition_id order by member_id, position desc) as s where s.signs) as signers
from petitions p left join reached_petitions r using (petition_id) left join answered_petitions a using (petition_id)
where (%(petition_id)s = '' or p.petition_id = %(petition_id)s) and (%(after)s = '' or p.petition_id < %(after)s)
order by p.petition_id desc limit %(limit)s;
