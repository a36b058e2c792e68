-- name: parts_to_ask
-- Completed parts with a budget whose wage was neither asked for nor worked out, the first to be paid first. What is
-- worked inside an open-ended employment feeds that instead.
select p.order_id, p.part from parts p
join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where p.completed_on is not null
  and not exists (select from pay_requests r where r.order_id = p.order_id and r.part = p.part)
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
  and not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                  and not o.open_ended and p.starts_on >= e.starts_on
                  and (e.last_on is null or p.ends_on <= e.last_on))
  and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
order by p.pay_on, p.order_id, p.part;

-- name: lock_parts_to_ask
-- Those of these parts that were not asked for yet, with what is asked; those that somebody else has are left to them.
select p.order_id, p.part, p.completed_on as ends_on, p.due_on, p.pay_on, o.member_id, o.contract, a.cents, a.currency,
       (select array_agg(d.day order by d.day) from worked_days d
        where d.order_id = p.order_id and d.part = p.part) as worked_on,
       (select array_agg(d.hours order by d.day) from worked_days d
        where d.order_id = p.order_id and d.part = p.part) as worked_hours
from unnest(%(order_ids)s::text[], %(parts)s::int[]) as asked (order_id, part)
join parts p on p.order_id = asked.order_id and p.part = asked.part
join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where not exists (select from pay_requests r where r.order_id = p.order_id and r.part = p.part)
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
order by p.pay_on, p.order_id, p.part for update of p skip locked;

-- name: add_request
-- Write what the partner's payroll is asked.
insert into pay_requests (pay_request_id, kind, order_id, part, member_id, contract, ends_on, due_on, pay_on, cents,
    currency, facts, asked_on, asked_by)
values (%(pay_request_id)s, %(kind)s, %(order_id)s, %(part)s, %(member_id)s, %(contract)s, %(ends_on)s, %(due_on)s,
    %(pay_on)s, %(cents)s, %(currency)s, %(facts)s, %(on)s, %(asked_by)s);

-- name: add_request_day
-- Write a worked day of what is asked.
insert into pay_request_days (pay_request_id, day, hours) values (%(pay_request_id)s, %(day)s, %(hours)s);

-- name: lock_part
-- The part whose wage a request asks for, locked until commit: nobody works it out meanwhile.
select p.part from parts p join pay_requests r on r.order_id = p.order_id and r.part = p.part
where r.pay_request_id = %(pay_request_id)s for update of p;

-- name: lock_request
-- A request, locked until commit.
select * from pay_requests where pay_request_id = %(pay_request_id)s for update;

-- name: lock_question
-- Whoever asks the same question waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.pay_quote.' || %(facts)s::text, 0));

-- name: find_quote
-- The request that asked the same question.
select * from pay_requests where kind = 'quote' and facts = %(facts)s;

-- name: request_days
-- The worked days of a request.
select day, hours from pay_request_days where pay_request_id = %(pay_request_id)s order by day;

-- name: last_place
-- The place of the latest answer to a request, proposed ones included.
select coalesce(max(place), 0) as place from pay_answers where pay_request_id = %(pay_request_id)s;

-- name: add_answer
-- Write an answer, and under which approval it waits.
insert into pay_answers (pay_request_id, place, pay_on, reference, net_cents, currency, approval_id, answered_on,
    answered_by)
values (%(pay_request_id)s, %(place)s, %(pay_on)s, %(reference)s, %(net_cents)s, %(currency)s, %(approval_id)s, %(on)s,
    %(answered_by)s);

-- name: add_answer_line
-- Write a line of an answer.
insert into pay_answer_lines (pay_request_id, place, line, code, cents)
values (%(pay_request_id)s, %(place)s, %(line)s, %(code)s, %(cents)s);

-- name: save_standing
-- Write which answer stands.
update pay_requests set standing = %(place)s where pay_request_id = %(pay_request_id)s;

-- name: find_proposed
-- The correction that was proposed last and that nobody has decided.
select a.place, a.approval_id from pay_answers a
where a.pay_request_id = %(pay_request_id)s and a.place > %(standing)s
  and not exists (select from approval_decisions d where d.request_id = a.approval_id)
order by a.place desc limit 1;

-- name: answers
-- Answers, each with its lines.
select a.pay_request_id, a.place, a.pay_on, a.reference, a.net_cents, a.currency,
       array_agg(l.code order by l.line) as codes, array_agg(l.cents order by l.line) as cents
from unnest(%(pay_request_ids)s::text[], %(places)s::int[]) as asked (pay_request_id, place)
join pay_answers a on a.pay_request_id = asked.pay_request_id and a.place = asked.place
join pay_answer_lines l on l.pay_request_id = a.pay_request_id and l.place = a.place
group by a.pay_request_id, a.place;

-- name: answered_parts
-- Which answers stand for the wages of parts.
select r.pay_request_id, r.standing, r.order_id, r.part
from unnest(%(order_ids)s::text[], %(parts)s::int[]) as asked (order_id, part)
join pay_requests r on r.order_id = asked.order_id and r.part = asked.part
where r.standing > 0;

-- name: is_worked_out
-- Whether the wage of a request was worked out.
select from wages w join pay_requests r on r.order_id = w.order_id and r.part = w.part
where r.pay_request_id = %(pay_request_id)s;

-- name: list_requests
-- Requests in a state, the longest waiting first. What became work of an open-ended employment waits no longer.
select r.* from (
    select q.*, case
        when exists (select from wages w where w.order_id = q.order_id and w.part = q.part) then 'worked_out'
        when q.standing = 0 then 'waiting'
        when exists (select from pay_answers a join approval_requests p on p.id = a.approval_id
                     where a.pay_request_id = q.pay_request_id and a.place > q.standing and p.expires_at > %(at)s
                       and not exists (select from approval_decisions d where d.request_id = p.id)) then 'correction_proposed'
        else 'answered' end as state
    from pay_requests q
    where (%(pay_request_id)s::text = '' or q.pay_request_id = %(pay_request_id)s)
      and not exists (select from employment_feeds f where f.from_order_id = q.order_id and f.from_part = q.part)
) r
where (%(state)s::text = '' or r.state = %(state)s) and (not %(overdue)s::boolean or r.pay_on <= %(day)s)
  and r.pay_request_id > %(after)s order by r.pay_request_id limit %(limit)s;

-- name: wages_beside_answers
-- Wages whose budget, gross or net is not that of the answer that stands for them.
select w.wage_id from wages w
join pay_requests r on r.order_id = w.order_id and r.part = w.part
join pay_answers a on a.pay_request_id = r.pay_request_id and a.place = r.standing
where w.net_cents <> a.net_cents or w.budget_cents <> r.cents or not exists (
    select from pay_answer_lines l where l.pay_request_id = a.pay_request_id and l.place = a.place
       and l.code = 'gross' and l.cents = w.gross_cents);
