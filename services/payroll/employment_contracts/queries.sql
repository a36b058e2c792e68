-- name: add_employment
-- Write an employment that a worker asks for.
insert into employments (employment_id, order_id, member_id, activity_id, entity, contract, work, when_short, starts_on,
    asked_on)
values (%(employment_id)s, %(order_id)s, %(member_id)s, %(activity_id)s, %(entity)s, %(contract)s, %(work)s,
    %(when_short)s, %(starts_on)s, %(asked_on)s);

-- name: save_employment
-- Write where an employment stands.
update employments set agreed_on = %(agreed_on)s, last_on = %(last_on)s, ended_by = %(ended_by)s, ended_on = %(ended_on)s,
    end_wanted_on = %(end_wanted_on)s, end_wanted_by = %(end_wanted_by)s, pays_out = %(pays_out)s,
    worked_out_until = %(worked_out_until)s
where employment_id = %(employment_id)s;

-- name: save_terms
-- Write terms, or where they stand now.
insert into employment_terms (employment_id, place, from_on, weekly_hours, cents, currency, because, state, reason,
    asked_on, asked_by, decided_on, content, digest, member_signed_at, cooperative_signed_at, cooperative_signed_by)
values (%(employment_id)s, %(place)s, %(from_on)s, %(weekly_hours)s, %(cents)s, %(currency)s, %(because)s, %(state)s,
    %(reason)s, %(asked_on)s, %(asked_by)s, %(decided_on)s, %(content)s, %(digest)s, %(member_signed_at)s,
    %(cooperative_signed_at)s, %(cooperative_signed_by)s)
on conflict (employment_id, place) do update set state = excluded.state, reason = excluded.reason,
    decided_on = excluded.decided_on, content = excluded.content, digest = excluded.digest,
    member_signed_at = excluded.member_signed_at, cooperative_signed_at = excluded.cooperative_signed_at,
    cooperative_signed_by = excluded.cooperative_signed_by;

-- name: lock_member
-- Whoever asks for an employment of the same worker waits until the one before has committed.
select pg_advisory_xact_lock(hashtextextended('payroll.employment.' || %(member_id)s::text, 0));

-- name: lock_employment
-- An employment, locked until commit.
select * from employments where employment_id = %(employment_id)s for update;

-- name: employment
-- An employment.
select * from employments where employment_id = %(employment_id)s;

-- name: terms_of
-- The terms of employments, in their order.
select * from employment_terms where employment_id = any(%(employment_ids)s) order by employment_id, place;

-- name: owner
-- Whose employment it is.
select member_id from employments where employment_id = %(employment_id)s;

-- name: standing
-- A worker's employment that waits for its signatures or has no last day that has passed.
select e.employment_id from employments e
where e.member_id = %(member_id)s and e.entity = %(entity)s and (
    e.agreed_on is not null and (e.last_on is null or e.last_on >= %(day)s)
    or e.agreed_on is null and exists (select from employment_terms t where t.employment_id = e.employment_id
                                       and t.state in ('asked', 'approved')))
limit 1;

-- name: list_employments
-- A page of employments after a cursor, of one worker or of all.
select * from employments
where employment_id > %(after)s and (%(member_id)s::text = '' or member_id = %(member_id)s)
order by employment_id limit %(limit)s;

-- name: list_to_lapse
-- Employments with terms that were not signed before the day on which they would have held.
select distinct employment_id from employment_terms
where state in ('asked', 'approved') and from_on <= %(day)s order by employment_id;

-- name: list_to_print
-- Contracts that were written and have no paper yet, after a cursor.
select t.employment_id, t.place, t.content from employment_terms t
where t.content <> '' and not exists (
    select from employment_papers p where p.employment_id = t.employment_id and p.place = t.place)
  and (t.employment_id, t.place) > (%(after)s, %(place)s)
order by t.employment_id, t.place limit %(limit)s;

-- name: add_paper
-- Keep the paper of a contract, unless another worker was faster: the bytes are the same.
insert into employment_papers (employment_id, place, pdf, printed_on) values (%(employment_id)s, %(place)s, %(pdf)s, %(on)s)
on conflict do nothing;

-- name: get_paper
-- A contract with its paper, if that is made.
select t.employment_id, t.place, t.digest, p.pdf from employment_terms t
left join employment_papers p on p.employment_id = t.employment_id and p.place = t.place
where t.employment_id = %(employment_id)s and t.place = %(place)s and t.content <> '';

-- name: changed_contracts
-- Terms whose content is not the one that was signed.
select employment_id, place from employment_terms
where digest <> '' and digest <> encode(sha256(convert_to(content, 'UTF8')), 'hex') order by employment_id, place;

-- name: declared_otherwise
-- Employments that were agreed whose order, or whose declaration that stands, has another first or last day.
select e.employment_id from employments e left join orders o on o.order_id = e.order_id
where e.agreed_on is not null and (
    o.order_id is null or not o.open_ended or o.starts_on <> e.starts_on
    or (o.cancelled_on is not null) <> (coalesce(e.ended_by, '') = 'never_began')
    or coalesce(e.ended_by, '') <> 'never_began' and o.ends_on <> coalesce(e.last_on, '9999-12-31')
    or exists (select from declarations d where d.order_id = e.order_id and d.state in ('waiting', 'late', 'sent', 'accepted')
               and coalesce(d.wanted_ends_on, d.ends_on) <> greatest(coalesce(e.last_on, '9999-12-31'), d.starts_on)))
order by e.employment_id;

-- name: agreed_unsigned
-- Terms that hold and that not both signed before they did, on their first day at the latest.
select employment_id, place from employment_terms
where state = 'agreed' and because = 'asked'
  and (member_signed_at is null or cooperative_signed_at is null or digest = '') order by employment_id, place;

-- name: overlapping
-- Workers with two employments at once in one legal entity.
select e.employment_id from employments e join employments f on f.member_id = e.member_id and f.entity = e.entity
    and f.employment_id > e.employment_id and f.agreed_on is not null
    and f.starts_on <= coalesce(e.last_on, '9999-12-31') and e.starts_on <= coalesce(f.last_on, '9999-12-31')
where e.agreed_on is not null order by e.employment_id;
