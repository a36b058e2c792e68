-- name: add_dispatch
-- The convening left for a member; told twice it is one.
insert into dispatches (assembly_id, member_id, channel, proof, sent_on, recorded_on, recorded_by)
values (%(assembly_id)s, %(member_id)s, %(channel)s, %(proof)s, %(sent_on)s, %(on)s, %(by)s)
on conflict on constraint dispatches_once do nothing;

-- name: find_dispatch
-- One dispatch of a convening, or nothing.
select position, sent_on from dispatches
where assembly_id = %(assembly_id)s and member_id = %(member_id)s and channel = %(channel)s and proof = %(proof)s;

-- name: add_bounce
-- It came back; told twice it is one.
insert into bounces (position, bounced_on, reason) values (%(position)s, %(bounced_on)s, %(reason)s)
on conflict on constraint dispatches_bounce_once do nothing;

-- name: dispatches_of
-- Every dispatch of a convening, with what came back.
select d.member_id, d.channel, d.proof, d.sent_on, d.recorded_on, b.bounced_on
from dispatches d left join bounces b using (position) where d.assembly_id = %(assembly_id)s order by d.position;
