-- name: last_closed
-- The end of an entity's last closed period.
select max(ends_before) as ends_before from social_returns where entity = %(entity)s;

-- name: first_month
-- The first month of an entity's wages.
select min(w.month) as month from wages w join orders o on o.order_id = w.order_id where o.entity = %(entity)s;

-- name: list_worker_wages
-- A page of workers with undeclared wages of a period (or: of these workers), with all their wages of it.
with people as (
    select distinct w.member_id from wages w join orders o on o.order_id = w.order_id
    where w.month = any(%(months)s) and w.currency = %(currency)s and o.entity = %(entity)s
      and w.member_id > %(after)s
      and (w.member_id = any(%(members)s)
           or not exists (select from social_return_wages d where d.wage_id = w.wage_id))
      and not exists (select from social_return_workers s
                      where s.return_id = %(return_id)s and s.member_id = w.member_id)
    order by w.member_id limit %(limit)s)
select w.wage_id, w.member_id, w.order_id, w.gross_cents, w.days, w.currency, o.starts_on, o.ends_on,
       case when exists (select from exit_holiday_pays x where x.order_id = w.order_id and x.part = w.part)
            then 'exit_holiday_pay' else o.contract end as contract,
       t.worked_days, t.hours, l.booked_cents, l.lines, h.household, h.children, h.disabled_children,
       h.dependants_over_65, not exists (select from social_return_wages d where d.wage_id = w.wage_id) as undeclared,
       coalesce(b.owed_cents, 0) as before_cents
from people p join wages w on w.member_id = p.member_id and w.month = any(%(months)s) and w.currency = %(currency)s
join orders o on o.order_id = w.order_id and o.entity = %(entity)s
cross join lateral (
    select count(*)::int as worked_days, coalesce(sum(d.hours), 0) as hours
    from worked_days d where d.order_id = w.order_id and d.part = w.part) t
cross join lateral (
    select coalesce(sum(case l.effect when 'takes' then l.cents else -l.cents end) filter (
                        where l.section = 'wage' and l.code = any(%(owed)s)
                           or l.section = 'budget' and l.code = 'employer_contributions'), 0)::bigint as booked_cents,
           coalesce(jsonb_object_agg(l.code, l.cents) filter (
                        where l.section = 'wage' and l.code = any(%(codes)s)), '{}') as lines
    from wage_lines l where l.wage_id = w.wage_id) l
cross join lateral (
    select known.* from (
        select valid_from, place, household, children, disabled_children, dependants_over_65 from worker_households
        where member_id = p.member_id and valid_from <= %(last_day)s
        union all
        select '-infinity', 0, household, children, disabled_children, dependants_over_65 from workers
        where member_id = p.member_id) known
    order by valid_from desc, place desc limit 1) h
left join lateral (
    select s.owed_cents from social_return_workers s join social_returns r on r.return_id = s.return_id
    where s.member_id = p.member_id and r.entity = %(entity)s and r.starts_on = %(starts_on)s
    order by r.refers_to is null, r.closed_on desc, r.return_id desc limit 1) b on true
order by w.member_id, w.wage_id;

-- name: count_undeclared
-- Wages of months that no return has declared.
select count(*)::int as count from wages w join orders o on o.order_id = w.order_id
where o.entity = %(entity)s and w.month >= %(since)s and w.month < %(before)s
  and not exists (select from social_return_wages d where d.wage_id = w.wage_id);

-- name: add_return
-- A period is closed.
insert into social_returns (return_id, entity, starts_on, ends_before, due_on, closed_on, closed_by, currency,
                            refers_to, state, leaving_out)
values (%(return_id)s, %(entity)s, %(starts_on)s, %(ends_before)s, %(due_on)s, %(on)s, %(by)s, %(currency)s,
        %(refers_to)s, %(state)s, %(leaving_out)s);

-- name: closing_return
-- The return of an entity that is being closed.
select return_id, held_on from social_returns where entity = %(entity)s and state = 'closing';

-- name: list_closing
-- Returns that are being closed and that nothing holds.
select return_id, entity, starts_on, ends_before, stated_until from social_returns
where state = 'closing' and held_on is null order by return_id;

-- name: count_to_state
-- How many workers have wages of a period that no return has, after one of them.
select count(distinct w.member_id)::int as count from wages w join orders o on o.order_id = w.order_id
where o.entity = %(entity)s and w.month = any(%(months)s) and w.member_id > %(after)s
  and not exists (select from social_return_wages d where d.wage_id = w.wage_id);

-- name: lock_closing
-- A return that is being closed and that nothing holds, locked until the transaction ends.
select return_id, entity, starts_on, ends_before, leaving_out, round, stated_until,
       (select coalesce(max(place), 0) from social_return_workers w where w.return_id = r.return_id) as workers
from social_returns r where return_id = %(return_id)s and state = 'closing' and held_on is null for update;

-- name: save_stated
-- Workers are stated up to this one.
update social_returns set stated_until = %(member_id)s where return_id = %(return_id)s;

-- name: save_held
-- Somebody has to settle something before it goes on.
update social_returns set held_on = %(on)s, held_because = %(why)s where return_id = %(return_id)s and state = 'closing';

-- name: save_going_on
-- So many workers may be left out; what was held begins another round.
update social_returns set leaving_out = %(leaving_out)s, held_on = null, held_because = '',
       round = round + (held_on is not null)::int,
       stated_until = case when held_on is null then stated_until else '' end
where return_id = %(return_id)s and state = 'closing';

-- name: save_closed
-- It is stated whole.
update social_returns set state = 'closed' where return_id = %(return_id)s;

-- name: add_worker
-- What a return states of a worker.
insert into social_return_workers (return_id, member_id, place, record, gross_cents, contributions_cents,
    reductions_cents, special_cents, withheld_cents, owed_cents, before_cents, booked_cents)
values (%(return_id)s, %(member_id)s, %(place)s, %(record)s, %(gross)s, %(contributions)s, %(reductions)s, %(special)s,
    %(withheld)s, %(owed)s, %(before)s, %(booked)s);

-- name: add_wages
-- Declare wages, each once for ever.
insert into social_return_wages (wage_id, return_id) select unnest(%(wage_ids)s::text[]), %(return_id)s;

-- name: add_left_out
-- Whom a return leaves out, and why.
insert into social_return_left_out (return_id, member_id, code, why, round)
values (%(return_id)s, %(member_id)s, %(code)s, %(why)s, %(round)s);

-- name: get_return
-- A return with what its workers come to.
select r.*, s.*,
       (select count(*) from social_return_anomalies a where a.return_id = r.return_id and a.settled_on is null)::int
       as open_anomalies
from social_returns r cross join lateral (
    select count(*)::int as workers, coalesce(sum(gross_cents), 0)::bigint as gross,
           coalesce(sum(contributions_cents), 0)::bigint as contributions,
           coalesce(sum(reductions_cents), 0)::bigint as reductions, coalesce(sum(special_cents), 0)::bigint as special,
           coalesce(sum(withheld_cents), 0)::bigint as withheld, coalesce(sum(owed_cents), 0)::bigint as owed,
           coalesce(sum(before_cents), 0)::bigint as before, coalesce(sum(booked_cents), 0)::bigint as booked
    from social_return_workers w where w.return_id = r.return_id) s
where r.return_id = %(return_id)s;

-- name: list_returns
-- Returns of an entity, latest period first, a correction before what it corrects.
select return_id from social_returns where entity = %(entity)s and starts_on < %(before)s
order by starts_on desc, refers_to nulls last, return_id limit %(limit)s;

-- name: list_left_out
-- Whom a return leaves out, as its last round found them.
select l.member_id, l.code, l.why from social_return_left_out l join social_returns r using (return_id, round)
where return_id = %(return_id)s order by l.member_id;

-- name: list_records
-- What is written into the file, in its order.
select w.place, w.record, w.member_id, k.national_number
from social_return_workers w join workers k on k.member_id = w.member_id
where w.return_id = %(return_id)s and w.place > %(after)s order by w.place limit %(limit)s;

-- name: list_workers
-- What a return states of its workers, after a place.
select member_id, place, record, gross_cents, contributions_cents, reductions_cents, special_cents, withheld_cents,
       owed_cents, before_cents, booked_cents, currency
from social_return_workers join social_returns using (return_id)
where return_id = %(return_id)s and place > %(after)s order by place limit %(limit)s;

-- name: lock_state
-- What has become of a return, locked until the transaction ends.
select state from social_returns where return_id = %(return_id)s for update;

-- name: save_answer
-- What the authority answered.
update social_returns set state = %(state)s, answered_on = %(on)s, reference = %(reference)s,
       refused_because = %(reason)s
where return_id = %(return_id)s;

-- name: save_attempt
-- A refused return is to leave again.
update social_returns set state = 'closed', answered_on = null, attempt = attempt + 1, to_send = true
where return_id = %(return_id)s;

-- name: list_to_send_again
-- Returns that are to leave again.
select return_id from social_returns where to_send order by return_id;

-- name: save_sent_again
-- It leaves again, once.
update social_returns set to_send = false where return_id = %(return_id)s and to_send;

-- name: add_anomalies
-- What the authority found wrong, by the workers' places in the file; place 0 is about the whole.
insert into social_return_anomalies (return_id, place, member_id, code, text, recorded_on)
select %(return_id)s, known.count + found.place, w.member_id, found.code, found.words, %(on)s
from unnest(%(workers)s::int[], %(codes)s::text[], %(texts)s::text[]) with ordinality
    as found (worker, code, words, place)
cross join (select count(*) from social_return_anomalies where return_id = %(return_id)s) known
left join social_return_workers w on w.return_id = %(return_id)s and w.place = found.worker;

-- name: last_place
-- The last worker's place in a return.
select coalesce(max(place), 0) as place from social_return_workers where return_id = %(return_id)s;

-- name: list_anomalies
-- What the authority found wrong in a return.
select place, member_id, code, text, recorded_on, settled_on, note from social_return_anomalies
where return_id = %(return_id)s order by place;

-- name: settle_anomaly
-- Somebody settled what the authority found.
update social_return_anomalies set settled_on = %(on)s, settled_by = %(by)s, note = %(note)s
where return_id = %(return_id)s and place = %(place)s and settled_on is null
returning place, member_id, code, text, recorded_on, settled_on, note;

-- name: undeclared_booked
-- What wages that no return has declared put on the account of social security.
select coalesce(sum(case l.effect when 'takes' then l.cents else -l.cents end), 0)::bigint as cents
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.currency = %(currency)s
  and (l.section = 'wage' and l.code = any(%(owed)s) or l.section = 'budget' and l.code = 'employer_contributions')
  and not exists (select from social_return_wages d join social_returns r using (return_id)
                  where d.wage_id = w.wage_id and r.state <> 'closing');

-- name: owed_by_return
-- What each return owes beyond what was declared of its period before.
select return_id, coalesce(sum(owed_cents - before_cents), 0)::bigint as cents
from social_returns left join social_return_workers using (return_id)
where currency = %(currency)s and state <> 'closing'
group by return_id order by return_id;

-- name: all_records
-- Every record with its sums, for the proof, after a cursor.
select return_id, place, record, contributions_cents, reductions_cents from social_return_workers
where (return_id, place) > (%(return_id)s, %(after)s) order by return_id, place limit %(limit)s;
