-- name: to_remind
-- Who may vote in an open poll and has not taken their credential, after a member.
select e.member_id from polls p
join roll_entries e on e.assembly_id = p.assembly_id and e.voting
left join credentials c on c.poll_id = p.poll_id and c.member_id = e.member_id
where p.poll_id = %(poll_id)s and p.state = 'open' and c.member_id is null
and coalesce(p.paper::jsonb -> 'rules' ->> 'college', '') in ('', e.college) and e.member_id > %(after)s
order by e.member_id limit %(limit)s;
