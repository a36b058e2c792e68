-- name: last_closed
-- The end of an entity's last closed month.
select max(ends_before) as ends_before from withholding_returns where entity = %(entity)s;

-- name: first_pay_day
-- The first day on which an entity paid a wage.
select min(w.pay_on) as pay_on from wages w join orders o on o.order_id = w.order_id where o.entity = %(entity)s;

-- name: figures_due
-- What wages paid before a day, that no return has, withheld: as their payslips have it, and as the ledger has it.
with due as (
    select w.wage_id from wages w join orders o on o.order_id = w.order_id
    where o.entity = %(entity)s and w.currency = %(currency)s and w.pay_on < %(ends_before)s
      and not exists (select from withholding_return_wages d where d.wage_id = w.wage_id))
select (select count(*) from due)::int as wages,
       (select coalesce(sum(case l.effect when 'takes' then l.cents else -l.cents end), 0)
        from due join wage_lines l on l.wage_id = due.wage_id
        where l.section = 'wage' and l.code = any(%(owed)s))::bigint as payslips,
       (select coalesce(-sum(p.cents), 0)
        from due join ledger_entries e on e.journal = 'wages' and e.document = due.wage_id
        join ledger_postings p on p.entry_id = e.id where p.account = any(%(accounts)s))::bigint as ledger;

-- name: figures_of
-- What the wages of a return withheld: as their payslips have it, and as the ledger has it.
select (select count(*) from withholding_return_wages where return_id = %(return_id)s)::int as wages,
       (select coalesce(sum(case l.effect when 'takes' then l.cents else -l.cents end), 0)
        from withholding_return_wages d join wage_lines l on l.wage_id = d.wage_id
        where d.return_id = %(return_id)s and l.section = 'wage' and l.code = any(%(owed)s))::bigint as payslips,
       (select coalesce(-sum(p.cents), 0)
        from withholding_return_wages d join ledger_entries e on e.journal = 'wages' and e.document = d.wage_id
        join ledger_postings p on p.entry_id = e.id
        where d.return_id = %(return_id)s and p.account = any(%(accounts)s))::bigint as ledger;

-- name: add_return
-- A month is closed.
insert into withholding_returns (return_id, entity, starts_on, ends_before, due_on, closed_on, closed_by, currency,
                                 wages, withheld_cents)
values (%(return_id)s, %(entity)s, %(starts_on)s, %(ends_before)s, %(due_on)s, %(on)s, %(by)s, %(currency)s,
        %(wages)s, %(cents)s);

-- name: add_wages
-- Declare so many of the wages that were paid before a day and stand in no return, each once for ever.
insert into withholding_return_wages (wage_id, return_id)
select w.wage_id, %(return_id)s from wages w join orders o on o.order_id = w.order_id
where o.entity = %(entity)s and w.currency = %(currency)s and w.pay_on < %(ends_before)s
  and not exists (select from withholding_return_wages d where d.wage_id = w.wage_id)
limit %(limit)s;

-- name: get_return
-- A return.
select * from withholding_returns where return_id = %(return_id)s;

-- name: list_returns
-- Returns of an entity, latest month first.
select return_id from withholding_returns where entity = %(entity)s and starts_on < %(before)s
order by starts_on desc limit %(limit)s;

-- name: save_answer
-- The authority took the return.
update withholding_returns set answered_on = %(on)s, reference = %(reference)s
where return_id = %(return_id)s and answered_on is null;

-- name: undeclared
-- What wages withheld that stand in no return.
select coalesce(sum(case l.effect when 'takes' then l.cents else -l.cents end), 0)::bigint as cents
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.currency = %(currency)s and l.section = 'wage' and l.code = any(%(owed)s)
  and not exists (select from withholding_return_wages d where d.wage_id = w.wage_id);

-- name: list_all
-- Every return, for the proof.
select return_id, withheld_cents as cents from withholding_returns where currency = %(currency)s order by return_id;

-- name: year_is_stated
-- Whether an entity's year was stated.
select exists (select from yearly_statements where entity = %(entity)s and year = %(year)s) as stated;

-- name: add_statements
-- What each worker was paid in a year, by the months' returns.
insert into yearly_statements (entity, year, member_id, number, wages, first_on, last_on, figures, currency, closed_on,
                               closed_by)
select %(entity)s, %(year)s, member_id, row_number() over (order by member_id), wages, first_on, last_on, figures,
       currency, %(on)s, %(by)s
from (select w.member_id, w.currency, count(*)::int as wages, min(w.pay_on) as first_on, max(w.pay_on) as last_on
      from withholding_returns r join withholding_return_wages d on d.return_id = r.return_id
      join wages w on w.wage_id = d.wage_id
      where r.entity = %(entity)s and r.starts_on >= %(first)s and r.starts_on < %(after)s
      group by w.member_id, w.currency) paid
join lateral (
    select jsonb_object_agg(code, cents) as figures
    from (select l.code, sum(l.cents)::bigint as cents
          from withholding_returns r join withholding_return_wages d on d.return_id = r.return_id
          join wages w on w.wage_id = d.wage_id join wage_lines l on l.wage_id = w.wage_id
          where r.entity = %(entity)s and r.starts_on >= %(first)s and r.starts_on < %(after)s
            and w.member_id = paid.member_id and w.currency = paid.currency
            and l.section = 'wage' and l.code = any(%(codes)s)
          group by l.code) sums) f on true;

-- name: get_statement
-- A worker's year.
select * from yearly_statements where entity = %(entity)s and year = %(year)s and member_id = %(member_id)s;

-- name: list_statements
-- The workers' years in the order of their numbers.
select * from yearly_statements where entity = %(entity)s and year = %(year)s and number > %(after)s
order by number limit %(limit)s;

-- name: get_paper
-- The paper of a worker's year.
select pdf from yearly_papers where entity = %(entity)s and year = %(year)s and member_id = %(member_id)s;

-- name: list_to_print
-- Workers' years that have no paper yet, after a cursor.
select s.* from yearly_statements s
where not exists (select from yearly_papers p where p.entity = s.entity and p.year = s.year
                  and p.member_id = s.member_id)
  and (s.entity, s.year, s.member_id) > (%(entity)s, %(year)s, %(member_id)s)
order by s.entity, s.year, s.member_id limit %(limit)s;

-- name: add_paper
-- Keep the paper of a worker's year; another worker may have been faster.
insert into yearly_papers (entity, year, member_id, pdf, printed_on)
values (%(entity)s, %(year)s, %(member_id)s, %(pdf)s, %(on)s) on conflict do nothing;

-- name: years_beside_months
-- Years whose statements do not come to what their months' returns withheld.
select s.entity, s.year, s.cents, m.cents as months from (
    select entity, year, sum((select coalesce(sum((figures ->> code)::bigint), 0)
                              from unnest(%(owed)s::text[]) code))::bigint as cents
    from yearly_statements where currency = %(currency)s group by entity, year) s
join lateral (
    select coalesce(sum(withheld_cents), 0)::bigint as cents from withholding_returns r
    where r.entity = s.entity and r.currency = %(currency)s and extract(year from r.starts_on) = s.year) m on true
where s.cents <> m.cents;
