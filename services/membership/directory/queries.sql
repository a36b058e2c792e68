-- name: save_entry
-- What a member lets others read, in the place of what they let before.
insert into directory_entries (member_id, city, trade, offers, reached_by, entered_on)
values (%(member_id)s, %(city)s, %(trade)s, %(offers)s, %(reached_by)s, %(on)s)
on conflict (member_id) do update set city = excluded.city, trade = excluded.trade, offers = excluded.offers,
    reached_by = excluded.reached_by, entered_on = excluded.entered_on;

-- name: drop_entry
-- Nobody finds the member any more.
delete from directory_entries where member_id = %(member_id)s;

-- name: search_entries
-- Current members who are in the directory, in the order of their numbers, after one.
select m.number, ltrim(h.given_name || ' ' || h.family_name) as name, d.city, d.trade, d.offers, d.reached_by
from directory_entries d join members m on m.id = d.member_id
join lateral (select given_name, family_name from holders where member_id = m.id and effective_on <= %(on)s
              order by effective_on desc, recorded_at desc, id desc limit 1) h on true
where m.left_on is null and m.number > %(after)s and (%(city)s::text = '' or d.city = %(city)s)
  and (d.trade ilike %(like)s or d.offers ilike %(like)s or h.given_name || ' ' || h.family_name ilike %(like)s)
order by m.number limit %(limit)s;

-- name: list_member_names
-- Members by their ids, in the order of their numbers.
select m.id as member_id, m.number, ltrim(h.given_name || ' ' || h.family_name) as name
from members m
join lateral (select given_name, family_name from holders where member_id = m.id and effective_on <= %(on)s
              order by effective_on desc, recorded_at desc, id desc limit 1) h on true
where m.id = any(%(member_ids)s) order by m.number;

-- name: find_member
-- A current member by number, if they are called so; capitals do not matter.
select m.id as member_id, m.number, ltrim(h.given_name || ' ' || h.family_name) as name
from members m
join lateral (select given_name, family_name from holders where member_id = m.id and effective_on <= %(on)s
              order by effective_on desc, recorded_at desc, id desc limit 1) h on true
where m.number = %(number)s and m.left_on is null and lower(h.family_name) = lower(%(family_name)s);
