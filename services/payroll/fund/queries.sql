-- name: invoices_behind
-- The invoices that are to bring the cost of parts: each one's own, or those that feed a month of an employment.
with asked as (select * from unnest(%(order_ids)s::text[], %(parts)s::int[]) as p (order_id, part))
select a.invoice_id from asked join allocations a using (order_id, part) where a.invoice_id is not null
union
select f.invoice_id from asked join employment_slices s using (order_id, part)
join employment_feeds f on f.feed_id = s.feed_id;

-- name: save_advances
-- Write advances as they stand now.
insert into advances (advance_id, wage_id, order_id, part, invoice_id, member_id, client_id, cost_cents, amount_cents,
    recovered_cents, lost_cents, regained_cents, charged_cents, currency, opened_on)
select advance_id, wage_id, order_id, part, invoice_id, member_id, client_id, cost_cents, amount_cents,
    recovered_cents, lost_cents, regained_cents, charged_cents, currency, %(on)s
from unnest(%(advance_id)s::text[], %(wage_id)s::text[], %(order_id)s::text[], %(part)s::int[], %(invoice_id)s::text[],
            %(member_id)s::text[], %(client_id)s::text[], %(cost_cents)s::bigint[], %(amount_cents)s::bigint[],
            %(recovered_cents)s::bigint[], %(lost_cents)s::bigint[], %(regained_cents)s::bigint[],
            %(charged_cents)s::bigint[], %(currency)s::text[])
    as moved (advance_id, wage_id, order_id, part, invoice_id, member_id, client_id, cost_cents, amount_cents,
              recovered_cents, lost_cents, regained_cents, charged_cents, currency)
on conflict (advance_id) do update set cost_cents = excluded.cost_cents, amount_cents = excluded.amount_cents,
    recovered_cents = excluded.recovered_cents, lost_cents = excluded.lost_cents,
    regained_cents = excluded.regained_cents, charged_cents = excluded.charged_cents;

-- name: add_advance_steps
-- Write steps of advances, each at its place.
insert into advance_steps (advance_id, place, kind, cents, currency, event_on)
select advance_id, place, kind, cents, currency, %(on)s
from unnest(%(advance_id)s::text[], %(place)s::int[], %(kind)s::text[], %(cents)s::bigint[], %(currency)s::text[])
    as step (advance_id, place, kind, cents, currency);

-- name: lock_advances_of_invoices
-- The wages whose cost invoices are to bring, each with its advance as far as one was opened; locked in order. Of a month
-- of an open-ended employment each invoice brings what its slices of the budget take of the cost.
with brought as (
    select w.wage_id, l.invoice_id, w.cost_cents
    from allocations l join wages w on w.order_id = l.order_id and w.part = l.part
    where l.invoice_id = any(%(invoice_ids)s)
    union all
    select w.wage_id, f.invoice_id, sum(w.cost_cents * (s.starts_at + s.cents) / w.budget_cents
                                        - w.cost_cents * s.starts_at / w.budget_cents)::bigint
    from employment_feeds f join employment_slices s on s.feed_id = f.feed_id
    join wages w on w.order_id = s.order_id and w.part = s.part
    where f.invoice_id = any(%(invoice_ids)s) group by w.wage_id, f.invoice_id)
select w.wage_id, w.order_id, w.part, w.member_id, l.cost_cents, w.currency, i.client_id, i.invoice_id, o.activity_id,
       a.advance_id, coalesce(a.amount_cents, 0) as amount_cents, coalesce(a.recovered_cents, 0) as recovered_cents,
       coalesce(a.lost_cents, 0) as lost_cents, coalesce(a.regained_cents, 0) as regained_cents,
       coalesce(a.charged_cents, 0) as charged_cents,
       (select count(*) from advance_steps s where s.advance_id = a.advance_id) as steps
from invoices i
join brought l on l.invoice_id = i.invoice_id and l.cost_cents > 0
join wages w on w.wage_id = l.wage_id
join orders o on o.order_id = w.order_id
left join advances a on a.wage_id = w.wage_id and a.invoice_id = i.invoice_id
where i.invoice_id = any(%(invoice_ids)s)
order by w.wage_id, i.invoice_id
for update of i;

-- name: fund_totals
-- What the guarantee fund advanced, got back, lost, regained of that, charged and still carried, as of a day.
select coalesce(sum(s.cents) filter (where s.kind = 'opened'), 0)::bigint as advanced,
       coalesce(sum(s.cents) filter (where s.kind = 'recovered'), 0)::bigint as recovered,
       coalesce(sum(s.cents) filter (where s.kind = 'lost'), 0)::bigint as lost,
       coalesce(sum(s.cents) filter (where s.kind = 'regained'), 0)::bigint as regained,
       coalesce(sum(s.cents) filter (where s.kind = 'charged'), 0)::bigint as charged
from advance_steps s where s.currency = %(currency)s and s.event_on <= %(day)s;

-- name: fund_debtors
-- What is carried for each client as of a day, most first.
select client_id, sum(cents)::bigint as cents, count(*) as advances from (
    select a.client_id, a.advance_id,
           sum(case s.kind when 'opened' then s.cents when 'regained' then 0 else -s.cents end) as cents
    from advances a join advance_steps s on s.advance_id = a.advance_id
    where s.currency = %(currency)s and s.event_on <= %(day)s
    group by a.client_id, a.advance_id) carried
where cents > 0 group by client_id order by cents desc, client_id;

-- name: fund_ageing
-- What is carried as of a day, by how long ago its invoice fell due.
select age, sum(cents)::bigint as cents from (
    select case when %(day)s <= i.due_on then 'not_due' when %(day)s - i.due_on <= 30 then 'to_30'
                when %(day)s - i.due_on <= 60 then 'to_60' when %(day)s - i.due_on <= 90 then 'to_90'
                else 'over_90' end as age,
           case s.kind when 'opened' then s.cents when 'regained' then 0 else -s.cents end as cents
    from advance_steps s join advances a on a.advance_id = s.advance_id join invoices i on i.invoice_id = a.invoice_id
    where s.currency = %(currency)s and s.event_on <= %(day)s) carried
group by age;

-- name: list_advances
-- A page of advances with where the invoice stands; only the open ones, or all.
select a.advance_id, a.wage_id, a.order_id, a.part, a.invoice_id, a.member_id, a.client_id, a.amount_cents,
       a.recovered_cents, a.lost_cents, a.regained_cents, a.charged_cents, a.currency, a.opened_on, i.due_on,
       case when a.amount_cents > a.recovered_cents + a.lost_cents + a.charged_cents then
                case when i.due_on < %(day)s then 'overdue' when i.due_on = %(day)s then 'due' else 'not_due' end
            when a.lost_cents > a.regained_cents then 'lost'
            when a.charged_cents > 0 then 'charged' else 'recovered' end as standing
from advances a join invoices i on i.invoice_id = a.invoice_id
where a.advance_id > %(after)s and (not %(only_open)s or a.amount_cents > a.recovered_cents + a.lost_cents + a.charged_cents)
order by a.advance_id limit %(limit)s;

-- name: advances_beside_ledger
-- What is open on advances, by order, beside the balance of the advances account.
with carried as (select order_id, sum(amount_cents - recovered_cents - lost_cents - charged_cents) as cents
                 from advances group by order_id),
     booked as (select order_ref as order_id, sum(cents) as cents from ledger_postings
                where account = any(%(accounts)s) group by order_ref)
select order_id, coalesce(c.cents, 0)::bigint as carried, coalesce(b.cents, 0)::bigint as booked
from orders left join carried c using (order_id) left join booked b using (order_id)
where coalesce(c.cents, 0) <> coalesce(b.cents, 0);

-- name: fund_beside_ledger
-- What was lost on advances and not regained, less what flowed in, by order, beside what the fund's account bears.
select order_id, sum(cents)::bigint as borne, sum(booked)::bigint as booked from (
    select order_id, lost_cents - regained_cents as cents, 0 as booked from advances
    union all select order_id, -cents, 0 from fund_inflows
    union all select order_ref, 0, cents from ledger_postings where account = any(%(accounts)s)) sums
group by order_id having sum(cents) <> sum(booked) order by order_id;

-- name: lock_inflows
-- Whoever adds inflows of the same orders waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.inflow.' || order_id, 0))
from unnest(%(order_ids)s::text[]) as orders (order_id);

-- name: inflow_places
-- How many inflows each part of orders has.
select order_id, part, count(*)::int as places from fund_inflows where order_id = any(%(order_ids)s)
group by order_id, part;

-- name: add_inflows
-- Write what feeds the fund.
insert into fund_inflows (order_id, part, place, member_id, kind, base_cents, rate, cents, currency, event_on)
select *, %(on)s
from unnest(%(order_id)s::text[], %(part)s::int[], %(place)s::int[], %(member_id)s::text[], %(kind)s::text[],
            %(base_cents)s::bigint[], %(rate)s::numeric[], %(cents)s::bigint[], %(currency)s::text[]);

-- name: fees_fed_behind
-- What the fees of the parts behind an invoice fed the fund, and what of it was given back.
select f.order_id, f.part, f.member_id, o.activity_id, f.currency, max(f.rate) as rate,
       coalesce(sum(f.base_cents) filter (where f.kind = 'fee'), 0)::bigint as base_cents,
       coalesce(sum(f.cents) filter (where f.kind = 'fee'), 0)::bigint as fed_cents,
       coalesce(-sum(f.cents) filter (where f.kind = 'fee_back'), 0)::bigint as back_cents
from allocations a join orders o on o.order_id = a.order_id
join fund_inflows f on f.order_id = a.order_id and f.part = a.part
where a.invoice_id = %(invoice_id)s and f.kind in ('fee', 'fee_back')
group by f.order_id, f.part, f.member_id, o.activity_id, f.currency order by f.order_id, f.part;

-- name: fund_inflow_totals
-- What flowed into the fund until a day: of one member, of members before them in the order of their ids, of all.
select coalesce(sum(cents), 0)::bigint as all_cents,
       coalesce(sum(cents) filter (where member_id = %(member_id)s), 0)::bigint as own_cents,
       coalesce(sum(cents) filter (where member_id < %(member_id)s), 0)::bigint as before_cents
from fund_inflows where currency = %(currency)s and event_on <= %(day)s;

-- name: fund_for_member
-- What the fund carries and bears for one member's work, as of a day.
select coalesce(sum(case s.kind when 'opened' then s.cents when 'regained' then 0 else -s.cents end), 0)::bigint
           as carried_cents,
       coalesce(sum(case s.kind when 'lost' then s.cents when 'regained' then -s.cents else 0 end), 0)::bigint
           as borne_cents
from advances a join advance_steps s on s.advance_id = a.advance_id
where a.member_id = %(member_id)s and s.currency = %(currency)s and s.event_on <= %(day)s;

-- name: advances_beside_steps
-- Advances whose sums differ from their steps.
select a.advance_id from advances a
left join advance_steps s on s.advance_id = a.advance_id
group by a.advance_id
having a.amount_cents <> coalesce(sum(s.cents) filter (where s.kind = 'opened'), 0)
    or a.recovered_cents <> coalesce(sum(s.cents) filter (where s.kind = 'recovered'), 0)
    or a.lost_cents <> coalesce(sum(s.cents) filter (where s.kind = 'lost'), 0)
    or a.regained_cents <> coalesce(sum(s.cents) filter (where s.kind = 'regained'), 0)
    or a.charged_cents <> coalesce(sum(s.cents) filter (where s.kind = 'charged'), 0);
