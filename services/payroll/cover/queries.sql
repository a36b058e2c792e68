-- name: add_cover
-- Write a cover of an order.
insert into covers (cover_id, order_id, insurer, policy, starts_on, ends_on)
values (%(cover_id)s, %(order_id)s, %(insurer)s, %(policy)s, %(starts_on)s, %(ends_on)s);

-- name: lock_covers
-- The covers of an order, the earliest first; locked until commit.
select cover_id, order_id, insurer, policy, starts_on, ends_on, closed_on from covers
where order_id = %(order_id)s order by starts_on, cover_id for update;

-- name: lock_open_covers
-- The open covers of an entity's orders that reach a day or further, with whose work they insure; locked until commit.
select c.cover_id, c.order_id, o.member_id, c.insurer, c.policy, c.starts_on, c.ends_on, c.closed_on
from covers c join orders o on o.order_id = c.order_id
where o.entity = %(entity)s and c.closed_on is null and c.ends_on >= %(day)s order by c.order_id, c.starts_on, c.cover_id for update of c;

-- name: close_cover
-- Close a cover.
update covers set closed_on = %(on)s where cover_id = %(cover_id)s;
