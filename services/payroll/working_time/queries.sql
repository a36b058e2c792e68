-- name: worked_hours
-- The hours that a worker completed on days, over all contracts, but for what was done inside an open-ended employment.
select d.day, sum(d.hours) as hours from worked_days d
join orders o on o.order_id = d.order_id join parts p on p.order_id = d.order_id and p.part = d.part
where o.member_id = %(member_id)s and d.day = any(%(days)s::date[])
  and (o.open_ended or not exists (
      select from employments e where e.member_id = o.member_id and e.agreed_on is not null
        and p.starts_on >= e.starts_on and p.ends_on <= coalesce(e.last_on, '9999-12-31')))
group by d.day;

-- name: add_flag
-- Write what was found of a day of a part, once.
insert into work_flags (flag_id, order_id, part, kind, day, found, bound, found_on)
values (%(flag_id)s, %(order_id)s, %(part)s, %(kind)s, %(day)s, %(found)s, %(bound)s, %(on)s)
on conflict (order_id, part, kind, day) do nothing;

-- name: lock_flag
-- What was found, locked until commit.
select settled_on, settled_because from work_flags where flag_id = %(flag_id)s for update;

-- name: settle_flag
-- Write what became of it.
update work_flags set settled_on = %(on)s, settled_by = %(by)s, settled_because = %(because)s where flag_id = %(flag_id)s;

-- name: flag
-- What was found, with whose work it is.
select f.*, o.member_id from work_flags f join orders o on o.order_id = f.order_id where f.flag_id = %(flag_id)s;

-- name: list_flags
-- A page of what was found after a cursor, of one worker or of all.
select f.*, o.member_id from work_flags f join orders o on o.order_id = f.order_id
where f.flag_id > %(after)s and (not %(only_open)s or f.settled_on is null)
  and (%(member_id)s::text = '' or o.member_id = %(member_id)s)
order by f.flag_id limit %(limit)s;
