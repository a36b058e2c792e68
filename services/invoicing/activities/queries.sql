-- name: save_member
-- An admitted member; said twice, known once. One who left and came back is admitted again.
insert into members (member_id, admitted_on) values (%(member_id)s, %(admitted_on)s)
on conflict (member_id) do update set admitted_on = excluded.admitted_on, left_on = null
where members.left_on is not null and members.left_on <= excluded.admitted_on;

-- name: save_member_left
-- The day on which a member left.
update members set left_on = %(left_on)s where member_id = %(member_id)s;

-- name: find_member
-- A member, as far as invoicing knows.
select member_id, admitted_on, left_on from members where member_id = %(member_id)s;

-- name: add_activity
-- Open an activity.
insert into activities (activity_id, member_id, name, opened_on)
values (%(activity_id)s, %(member_id)s, %(name)s, %(opened_on)s);

-- name: get_activity
-- One activity.
select * from activities where activity_id = %(activity_id)s;

-- name: list_activities
-- The activities of a member, oldest first.
select * from activities where member_id = %(member_id)s order by activity_id;

-- name: save_participant
-- Somebody takes part in an activity; named again, they are back.
insert into activity_participants (activity_id, member_id, joined_on) values (%(activity_id)s, %(member_id)s, %(on)s)
on conflict (activity_id, member_id) do update set left_on = null;

-- name: save_participant_left
-- Somebody takes no part any more.
update activity_participants set left_on = greatest(joined_on, %(on)s)
where activity_id = %(activity_id)s and member_id = %(member_id)s and left_on is null;

-- name: list_participants
-- Who takes, or took, part in an activity, in the order in which they came.
select member_id, joined_on, left_on from activity_participants where activity_id = %(activity_id)s
order by joined_on, member_id;

-- name: save_shares
-- What membership told last of a member's shares.
insert into member_shares (member_id, holding, holds_until) values (%(member_id)s, %(holding)s, %(holds_until)s)
on conflict (member_id) do update set holding = excluded.holding, holds_until = excluded.holds_until;

-- name: find_shares
-- The shares of a member, where membership told of any.
select holding, holds_until from member_shares where member_id = %(member_id)s;
