-- name: add_declaration
-- Write the declaration of an order.
insert into declarations (declaration_id, order_id, member_id, starts_on, ends_on, state, late, sent_on, sent_at,
    wanted_ends_on, reference, reason)
values (%(declaration_id)s, %(order_id)s, %(member_id)s, %(starts_on)s, %(ends_on)s, %(state)s, %(late)s, %(sent_on)s,
    %(sent_at)s, %(wanted_ends_on)s, %(reference)s, %(reason)s);

-- name: save_declaration
-- Write the new state of a declaration.
update declarations set state = %(state)s, ends_on = %(ends_on)s, late = %(late)s, sent_on = %(sent_on)s,
    sent_at = %(sent_at)s, wanted_ends_on = %(wanted_ends_on)s, reference = %(reference)s, reason = %(reason)s
where declaration_id = %(declaration_id)s;

-- name: add_told_end
-- Write until when the authority was told that an employment lasts, and when.
insert into declaration_ends (declaration_id, place, ends_on, told_on, told_at)
select %(declaration_id)s, 1 + count(*), %(ends_on)s, %(on)s, %(at)s
from declaration_ends where declaration_id = %(declaration_id)s;

-- name: lock_declaration
-- A declaration, locked until commit.
select * from declarations where declaration_id = %(declaration_id)s for update;

-- name: lock_open_declaration
-- The declaration of an order that still stands or may stand, locked until commit.
select * from declarations where order_id = %(order_id)s and state in ('waiting', 'late', 'sent', 'accepted')
for update;

-- name: lock_waiting_declarations
-- Declarations that wait for data: all of them, or one member's; locked in order.
select * from declarations
where state = 'waiting' and (%(member_id)s::text = '' or member_id = %(member_id)s)
order by declaration_id for update;

-- name: lock_latest_declaration
-- The latest declaration of an order, locked until commit.
select * from declarations where order_id = %(order_id)s order by declaration_id desc limit 1 for update;

-- name: lock_refused_declarations
-- A member's refused declarations that nothing followed, of orders that were not cancelled; locked in order.
select d.* from declarations d join orders o on o.order_id = d.order_id
where d.member_id = %(member_id)s and d.state = 'refused' and o.cancelled_on is null
  and not exists (select from declarations n where n.order_id = d.order_id and n.declaration_id > d.declaration_id)
order by d.declaration_id for update of d;

-- name: undeclared_parts
-- The parts with days worked that no accepted declaration reached which was sent before the work began, or by the day on
-- which more days were agreed; an end that waits for the authority's first answer counts.
select distinct w.order_id, w.part
from unnest(%(order_ids)s::text[], %(parts)s::int[]) as p (order_id, part)
join worked_days w on w.order_id = p.order_id and w.part = p.part
where not exists (
    select from declarations d where d.order_id = w.order_id and d.state = 'accepted' and not d.late
      and w.day between d.starts_on and coalesce(d.wanted_ends_on, d.ends_on)
      and (w.day <= d.wanted_ends_on or exists (
           select from declaration_ends e
           where e.declaration_id = d.declaration_id and e.ends_on >= w.day and e.told_on <= w.day)));

-- name: declaration_of_order
-- The latest declaration of an order and its cover.
select d.declaration_id, d.order_id, d.member_id, d.starts_on, d.ends_on, d.state, d.late, d.sent_on, d.reference,
       d.reason, c.cover_id
from declarations d
left join lateral (select c.cover_id from covers c where c.order_id = d.order_id and c.closed_on is null
                   order by c.starts_on desc limit 1) c on true
where d.order_id = %(order_id)s order by d.declaration_id desc limit 1;

-- name: list_declarations
-- Declarations in a state, the earliest start first.
select d.declaration_id, d.order_id, d.member_id, d.starts_on, d.ends_on, d.state, d.late, d.sent_on, d.reference,
       d.reason, c.cover_id
from declarations d
left join lateral (select c.cover_id from covers c where c.order_id = d.order_id and c.closed_on is null
                   order by c.starts_on desc limit 1) c on true
where d.state = %(state)s and d.declaration_id > %(after)s
order by d.declaration_id limit %(limit)s;
