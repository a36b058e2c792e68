-- name: find_members
-- Members whose number, name or e-mail address matches, with their city, state, shares and overdue calls.
select * from (
    select m.id as member_id, m.number, coalesce(ltrim(h.given_name || ' ' || h.family_name), '(erased)') as name, r.city, m.language,
           m.shares, case when m.left_on is not null then 'left' when m.admitted_on is not null then 'member'
                     else 'candidate' end as state,
           (select count(*) from share_calls c where c.member_id = m.id and c.settled_on is null and c.withdrawn_on is null
              and c.reason <> 'voluntary' and c.next_due_on < %(on)s)::int as overdue_calls
    from members m join registrations r on r.id = m.registration_id
    left join lateral (select given_name, family_name from holders where member_id = m.id and effective_on <= %(on)s
                       order by effective_on desc, recorded_at desc, id desc limit 1) h on true
    left join lateral (select email from contacts where member_id = m.id order by recorded_at desc, id desc limit 1) e on true
    where m.number > %(after)s and (%(city)s::text = '' or r.city = %(city)s)
      and (%(text)s::text = '' or m.number = %(number)s::bigint
           or %(number)s::bigint is null and (e.email ilike %(like)s
                                              or h.given_name || ' ' || h.family_name ilike %(like)s))
) found
where (%(state)s::text = '' or state = %(state)s) and (not %(in_arrears)s or overdue_calls > 0)
order by number limit %(limit)s;

-- name: count_members
-- How many candidates and members there are, who left, who votes not, who is late; of a city's office, or of all.
select count(*) filter (where m.left_on is null and m.admitted_on is null)::int as candidates,
       count(*) filter (where m.left_on is null and m.admitted_on is not null)::int as members,
       count(*) filter (where m.left_on is not null)::int as left,
       coalesce(sum(m.shares) filter (where m.left_on is null), 0)::int as shares,
       count(*) filter (where m.left_on is null and exists (
           select from share_calls c where c.member_id = m.id and c.settled_on is null and c.withdrawn_on is null
             and c.reason <> 'voluntary' and c.next_due_on < %(on)s))::int as in_arrears
from members m join registrations r on r.id = m.registration_id where %(city)s::text = '' or r.city = %(city)s;
