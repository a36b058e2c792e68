-- name: list_waiting
-- All that waits as of a day, the longest first: of one member, or of all; with the worker's name where it is known.
select waits.*, coalesce(k.first_name || ' ' || k.last_name, '') as worker from (
  select wages.*, null as about, null::bigint as cents, null as currency from (
    select case d.state when 'waiting' then 'data_missing' when 'late' then 'late_declaration'
                when 'refused' then 'declaration_refused' else 'no_answer' end as matter,
           d.order_id, null::int as part, d.member_id, null as wage_id, d.declaration_id,
           case d.state when 'sent' then d.sent_on when 'refused' then coalesce(d.sent_on, o.signed_on)
                else o.signed_on end as since, d.reason as why
    from declarations d join orders o on o.order_id = d.order_id
    where (d.state in ('waiting', 'late')
           or d.state in ('sent', 'cancel_wanted') and d.starts_on <= %(day)s
           or d.state = 'refused' and o.cancelled_on is null)
      and not exists (select from declarations n where n.order_id = d.order_id and n.declaration_id > d.declaration_id
                      and d.state = 'refused')
    union all
    select 'undeclared_work_paid', w.order_id, w.part, w.member_id, w.wage_id, null, w.worked_out_on, ''
    from wages w where w.undeclared and exists (
        select from worked_days x where x.order_id = w.order_id and x.part = w.part and not exists (
            select from declarations d where d.order_id = w.order_id and d.state = 'accepted'
              and x.day between d.starts_on and coalesce(d.wanted_ends_on, d.ends_on)))
    union all
    select case when p.blocked_by <> '' then 'wage_blocked' when exists (
                select from allocations a where a.order_id = p.order_id and a.part = p.part) then 'wage_due'
                else 'budget_missing' end, p.order_id, p.part, o.member_id,
           null, null, coalesce(p.registered_on, p.completed_on), p.blocked_by
    from parts p join orders o on o.order_id = p.order_id
    where p.completed_on is not null and (p.blocked_by <> '' or p.pay_on <= %(day)s)
      and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
      and not exists (select from employment_feeds f where f.from_order_id = p.order_id and f.from_part = p.part)
    union all
    select case y.state when 'rejected' then 'payment_rejected' when 'returned' then 'payment_returned'
                when 'to_send' then 'payment_unsent' else 'payment_unanswered' end,
           w.order_id, w.part, w.member_id, w.wage_id, null,
           case y.state when 'rejected' then y.rejected_on when 'returned' then y.returned_on
                when 'to_send' then w.pay_on else b.execute_on end,
           case y.state when 'to_send' then coalesce(y.run_id, '') else coalesce(y.rejected_because, '') end
    from wage_payments y join wages w on w.wage_id = y.wage_id left join wage_batches b on b.batch_id = y.batch_id
    where y.state in ('rejected', 'returned') or y.state = 'to_send' and w.pay_on < %(day)s
       or y.state in ('sent', 'accepted') and b.execute_on < %(unanswered_before)s
    union all
    select 'payslip_set_aside', w.order_id, w.part, w.member_id, w.wage_id, null, t.set_aside_on, t.set_aside_because
    from payslips_to_print t join wages w on w.wage_id = t.wage_id where t.set_aside_because <> ''
  ) wages
  union all
  select paid.matter, w.order_id, w.part, w.member_id, w.wage_id, null, paid.since, paid.why, null, paid.cents, w.currency
  from (
    select 'payment_to_stop' as matter, t.wage_id, coalesce(y.paid_on, y.accepted_on) as since, '' as why, t.cents
    from wage_transfers t join wage_payments y on y.wage_id = t.wage_id
    where t.state in ('sent', 'accepted') and (y.state = 'paid' or exists (
        select from wage_transfers n where n.wage_id = t.wage_id and n.state in ('sent', 'accepted')
           and n.batch_id < t.batch_id))
    union all
    select 'payment_claimed', wage_id, overpaid_since,
           case when set_off_agreed_on is null then '' else 'set_off_agreed' end, open_cents
    from wage_payments where open_cents < 0
  ) paid join wages w on w.wage_id = paid.wage_id
  union all
  select claims.matter, claims.order_id, null, claims.member_id, null, null, claims.since, claims.why, claims.claim_id, null,
         null
  from (
    select case when c.state = 'reported' and coalesce(v.cover_id, c.cover_id) is null then 'claim_uninsured'
                when c.state = 'reported' then 'claim_to_send' when c.state = 'sent' then 'claim_undecided'
                when c.state = 'accepted' and paid.days < c.incapable_until - c.happened_on then 'claim_unpaid'
                else 'claim_to_settle' end as matter,
           c.order_id, c.member_id, c.claim_id,
           case c.state when 'reported' then c.reported_on when 'sent' then c.sent_on else c.decided_on end as since,
           case c.state when 'reported' then c.report_by::text else '' end as why
    from claims c
    left join lateral (
        select cover_id from covers v where v.order_id = c.order_id
           and c.happened_on between v.starts_on and least(v.ends_on, coalesce(v.closed_on, v.ends_on)) limit 1) v on true
    left join lateral (
        select coalesce(sum(least(p.ends_on, c.incapable_until) - p.starts_on + 1)
                        filter (where p.starts_on <= c.incapable_until), 0) as days
        from claim_payments p where p.claim_id = c.claim_id) paid on true
    where c.state <> 'settled') claims
  union all
  select returns.matter, null, null, returns.member_id, null, null, returns.since, returns.why, returns.about,
         returns.cents, returns.currency from (
    select case when held_on is not null then 'return_held' when state = 'refused' then 'return_refused'
                when refers_to is not null then 'return_to_enter' else 'return_unanswered' end as matter,
           null as member_id, coalesce(held_on, answered_on, closed_on) as since,
           case when held_on is not null then held_because else refused_because end as why, return_id as about,
           null::bigint as cents, null as currency
    from social_returns
    where held_on is not null or state = 'refused'
       or state = 'closed' and (refers_to is not null or closed_on < %(unanswered_before)s)
    union all
    select 'return_to_enter', null, closed_on, '', return_id, withheld_cents, currency
    from withholding_returns where answered_on is null
    union all
    select 'anomaly_open', member_id, recorded_on, concat_ws(' ', code, text), return_id, null, null
    from social_return_anomalies where settled_on is null
    union all
    select 'wages_undeclared', null, min(greatest(w.worked_out_on, r.closed_on)), count(*)::text, r.return_id, null, null
    from social_returns r
    join orders o on o.entity = r.entity
    join wages w on w.order_id = o.order_id and w.month >= to_char(r.starts_on, 'YYYY-MM')
                and w.month < to_char(r.ends_before, 'YYYY-MM')
    where r.refers_to is null and r.state <> 'closing'
      and not exists (select from social_return_wages d where d.wage_id = w.wage_id)
    group by r.return_id
    union all
    select case when d.amount_cents < 0 then 'due_claimed' when d.state = 'waiting' then 'due_waiting'
                when d.state = 'proposed' then 'due_proposed' when d.state = 'paid' then 'due_to_stop'
                else 'due_unanswered' end,
           null, case when d.state = 'sent' then d.execute_on else d.since end,
           concat_ws(' ', nullif(d.because, 'return'), (
               select nullif(p.rejected_because, '') from due_payments p
               where p.due_id = d.due_id and p.state = 'rejected' order by p.payment_id desc limit 1)), d.due_id,
           d.amount_cents - coalesce(s.cents, 0), d.currency
    from dues d
    left join lateral (select sum(cents)::bigint as cents from due_settlements s where s.due_id = d.due_id) s on true
    where d.state in ('waiting', 'proposed') or d.state = 'sent' and d.execute_on < %(unanswered_before)s
       or d.state = 'paid' and exists (select from due_payments p where p.due_id = d.due_id and p.state = 'sent')
    union all
    select 'incoming_unassigned', null, r.booked_on, '', r.movement_id, unassigned_cents(r), r.currency
    from incoming_payments r where unassigned_cents(r) > 0
    union all
    select case t.state when 'asked' then 'employment_asked' else 'employment_unsigned' end, e.member_id,
           coalesce(t.decided_on, t.asked_on),
           case when t.state = 'asked' then '' when t.member_signed_at is null then 'member' else 'cooperative' end,
           e.employment_id, t.cents, t.currency
    from employment_terms t join employments e on e.employment_id = t.employment_id where t.state in ('asked', 'approved')
    union all
    select 'employment_end_wanted', e.member_id, e.asked_on, e.end_wanted_by || ' ' || e.end_wanted_on, e.employment_id,
           null, null
    from employments e where e.end_wanted_on is not null
    union all
    select 'employment_stopped', e.member_id, coalesce(e.worked_out_until, e.starts_on), e.blocked_by, e.employment_id,
           null, null
    from employments e where e.blocked_by <> ''
    union all
    select 'employment_short', e.member_id, w.warned_on, w.remedy || ' ' || w.effective_on, e.employment_id, null, null
    from employment_warnings w join employments e on e.employment_id = w.employment_id
    where w.lifted_on is null and w.applied_on is null and e.last_on is null
    union all
    select case when a.kind = 'sickness' and a.certificate = '' then 'absence_uncertified' else 'absence_asked' end,
           a.member_id, a.asked_on, a.starts_on || ' ' || a.ends_on, a.absence_id, null, null
    from absences a where a.state = 'asked' and (a.back_on is null or a.back_on > a.starts_on)
    union all
    select open.matter, a.member_id, a.decided_on, open.why, a.absence_id, null, null
    from absences a
    cross join lateral (
        select 'work_in_absence' as matter, min(w.day)::text as why
        from orders o join worked_days w on w.order_id = o.order_id
        where o.member_id = a.member_id and not o.open_ended
          and w.day between a.starts_on and coalesce(a.back_on - 1, a.ends_on) having count(*) > 0
        union all
        select 'guaranteed_wage_open', o.order_id
        from orders o, extract(year from age(o.ends_on + 1, o.starts_on)) years,
             extract(month from age(o.ends_on + 1, o.starts_on)) months
        where o.member_id = a.member_id and a.kind = 'sickness' and not o.open_ended and o.cancelled_on is null
          and o.starts_on <= coalesce(a.back_on - 1, a.ends_on) and o.ends_on >= a.starts_on and years * 12 + months >= 1
          and not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                          and o.starts_on >= e.starts_on and o.ends_on <= coalesce(e.last_on, '9999-12-31'))) open
    where a.state = 'approved' and a.settled = ''
    union all
    select f.kind, o.member_id, f.found_on, f.day || ': ' || f.found || ' / ' || f.bound, f.flag_id, null, null
    from work_flags f join orders o on o.order_id = f.order_id where f.settled_on is null
    union all
    select 'order_contract_unsigned', o.member_id, c.written_on,
           concat_ws(' ', case when c.member_signed_at is null then 'member' end,
                     case when c.cooperative_signed_at is null then 'cooperative' end), c.order_id, null, null
    from order_contracts c join orders o on o.order_id = c.order_id
    where o.cancelled_on is null and c.settled = '' and (c.member_signed_at is null or c.cooperative_signed_at is null)
      and not exists (select from order_contracts n where n.order_id = c.order_id and n.place > c.place)
    union all
    select 'employment_budget_left', e.member_id, e.last_on, '', e.employment_id, l.cents, l.currency
    from employments e
    cross join lateral (
        select f.currency, (sum(f.cents) - coalesce(sum((
                   select sum(s.cents) from employment_slices s where s.feed_id = f.feed_id)), 0) - coalesce(sum((
                   select sum(g.cents) from employment_feeds g where g.from_feed_id = f.feed_id)), 0))::bigint as cents
        from employment_feeds f where f.order_id = e.order_id group by f.currency) l
    where e.last_on < %(day)s and e.worked_out_until >= e.last_on and l.cents > 0) returns
) waits left join workers k using (member_id)
where %(member_id)s::text = '' or waits.member_id = %(member_id)s
order by since, order_id, part, about limit %(limit)s;
