-- name: add_fact
-- Note what was said of a member, with the day from which it holds.
insert into member_facts (member_id, kind, effective_on, is_member, shares, voting, suspended_shares, source)
values (%(member_id)s, %(kind)s, %(effective_on)s, %(is_member)s, %(shares)s, %(voting)s, %(suspended_shares)s,
        %(source)s);

-- name: holdings_of
-- A member's line of holdings: what was noted last of each day, in order.
select distinct on (effective_on) effective_on, shares from member_facts
where member_id = %(member_id)s and kind = 'holding' order by effective_on, position desc;

-- name: roll_on
-- Who is a member with at least one share on a day, and how many of their shares are suspended.
with known as (
    select distinct on (member_id, kind) * from member_facts
    where effective_on <= %(on)s order by member_id, kind, effective_on desc, position desc
)
select m.member_id, h.shares, coalesce(s.voting, true) as voting,
       least(coalesce(s.suspended_shares, 0), h.shares) as suspended_shares, coalesce(k.voting_key, '') as voting_key,
       coalesce(c.college, '') as college
from known m
join known h on h.member_id = m.member_id and h.kind = 'holding' and h.shares > 0
left join known s on s.member_id = m.member_id and s.kind = 'standing'
left join (
    select distinct on (member_id) member_id, voting_key from voting_keys order by member_id, position desc
) as k on k.member_id = m.member_id
left join (
    select distinct on (member_id) member_id, college from college_members where starts_on <= %(on)s
    order by member_id, starts_on desc, position desc
) as c on c.member_id = m.member_id
where m.kind = 'membership' and m.is_member
order by m.member_id collate "C";

-- name: entry_on
-- A member with at least one share on a day, as they would stand on a roll, or nothing.
with known as (
    select distinct on (kind) * from member_facts
    where member_id = %(member_id)s and effective_on <= %(on)s order by kind, effective_on desc, position desc
)
select m.member_id, h.shares, coalesce(s.voting, true) as voting,
       least(coalesce(s.suspended_shares, 0), h.shares) as suspended_shares
from known m join known h on h.kind = 'holding' and h.shares > 0
left join known s on s.kind = 'standing'
where m.kind = 'membership' and m.is_member;

-- name: add_entry
-- Put a member on the roll of an assembly.
insert into roll_entries (assembly_id, member_id, shares, suspended_shares, voting, voting_key, college)
values (%(assembly_id)s, %(member_id)s, %(shares)s, %(suspended_shares)s, %(voting)s, %(voting_key)s, %(college)s);

-- name: freeze_roll
-- Freeze a roll with its totals and its digest.
insert into rolls (assembly_id, record_on, frozen_on, members, voting_members, shares, voting_shares, digest,
                   events_applied, last_event)
values (%(assembly_id)s, %(record_on)s, %(frozen_on)s, %(members)s, %(voting_members)s, %(shares)s, %(voting_shares)s,
        %(digest)s, %(events_applied)s, %(last_event)s);

-- name: get_roll
-- The frozen roll of an assembly, or nothing.
select assembly_id, record_on, frozen_on, members, voting_members, shares, voting_shares, digest, events_applied,
       last_event
from rolls
where assembly_id = %(assembly_id)s;

-- name: all_rolls
-- Every frozen roll.
select assembly_id, digest from rolls order by assembly_id;

-- name: entries_of
-- The roll of an assembly, member by member.
select member_id, shares, suspended_shares, voting, voting_key, college from roll_entries
where assembly_id = %(assembly_id)s order by member_id collate "C";

-- name: page_of_entries
-- The roll of an assembly after a member, with who took part.
select e.member_id, e.shares, e.suspended_shares, e.voting, e.voting_key, e.college,
       coalesce(t.manner, '') as attends
from roll_entries e left join taking_part_in(%(assembly_id)s) t using (member_id)
where e.assembly_id = %(assembly_id)s and e.member_id > %(after)s order by e.member_id limit %(limit)s;

-- name: get_entry
-- One member on the roll, or nothing.
select member_id, shares, suspended_shares, voting, voting_key, college from roll_entries
where assembly_id = %(assembly_id)s and member_id = %(member_id)s;

-- name: attend
-- Note that a member takes part; each is noted once.
insert into attendances (assembly_id, member_id, manner) values (%(assembly_id)s, %(member_id)s, %(manner)s)
on conflict do nothing;

-- name: present_members
-- Who takes part in an assembly, themselves or represented.
select e.member_id, e.shares, e.suspended_shares, e.voting, e.voting_key, e.college
from taking_part_in(%(assembly_id)s) t
join roll_entries e on e.assembly_id = %(assembly_id)s and e.member_id = t.member_id
order by e.member_id collate "C";

-- name: count_present
-- How many members take part in an assembly.
select count(*)::int as members from taking_part_in(%(assembly_id)s);

-- name: is_there
-- Whether a member who came is there now; nothing where they never came.
select coalesce(m.is_there, true) as is_there from attendances a
left join lateral (select is_there from attendance_moves x where x.assembly_id = a.assembly_id
                   and x.member_id = a.member_id order by x.position desc limit 1) m on true
where a.assembly_id = %(assembly_id)s and a.member_id = %(member_id)s;

-- name: move
-- Note that a member left, or came back.
insert into attendance_moves (assembly_id, member_id, is_there) values (%(assembly_id)s, %(member_id)s, %(is_there)s);

-- name: voting_key_of
-- The voting key that a member bound last, or nothing.
select voting_key from voting_keys where member_id = %(member_id)s order by position desc limit 1;

-- name: add_voting_key
-- Bind a voting key to a member; the last one before a roll is frozen stands on it.
insert into voting_keys (member_id, voting_key, bound_on) values (%(member_id)s, %(voting_key)s, %(on)s);

-- name: add_college_member
-- Note to which college a member belongs from a day on.
insert into college_members (member_id, college, starts_on, recorded_on, recorded_by)
values (%(member_id)s, %(college)s, %(starts_on)s, %(on)s, %(by)s);

-- name: colleges_on
-- The colleges that have members on a day, by what is known now.
select distinct college from (
    select distinct on (member_id) member_id, college from college_members where starts_on <= %(on)s
    order by member_id, starts_on desc, position desc
) as c where college <> '' order by college;

-- name: inbox_position
-- How many of membership's events are applied here, and the last of them.
select count(*)::int as events_applied, coalesce(max(event_id), '') as last_event from inbox
where source = 'membership' and outcome = 'applied';

-- name: imported
-- What the parts of an import said of each member on its day: the last part that names them counts.
select distinct on (member_id) member_id, shares from member_facts
where source = %(source)s and effective_on = %(as_of)s and kind = 'holding' order by member_id, position desc;

-- name: left_out
-- Who is a member on a day by what is known, and is in no part of an import of that day.
select member_id from (
    select distinct on (member_id) member_id, is_member from member_facts
    where kind = 'membership' and effective_on <= %(as_of)s order by member_id, effective_on desc, position desc
) as known
where is_member and not exists (
    select 1 from member_facts f where f.member_id = known.member_id and f.source = %(source)s
                                   and f.effective_on = %(as_of)s)
order by member_id collate "C";

-- name: attended
-- Who took part in an assembly at any moment of it, and how, in the order of members: who left early was there, too.
with came as (select member_id, manner from attendances where assembly_id = %(assembly_id)s and manner <> 'credential')
select e.member_id, e.shares, e.suspended_shares, e.voting, e.voting_key, e.college,
       coalesce(c.manner, 'represented') as attends
from roll_entries e left join came c using (member_id)
left join standing_proxies_of(%(assembly_id)s) s on s.principal_id = e.member_id
where e.assembly_id = %(assembly_id)s and (
    c.member_id is not null or exists (select 1 from came t where t.member_id = s.holder_id)
    or exists (select 1 from holder_moves h
               where h.assembly_id = %(assembly_id)s and h.holder_id = s.holder_id and h.is_there))
order by e.member_id collate "C";
