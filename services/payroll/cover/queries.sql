-- name: add_cover
-- Write a cover of an order.
insert into covers (cover_id, order_id, insurer, policy, starts_on, ends_on)
values (%(cover_id)s, %(order_id)s, %(insurer)s, %(policy)s, %(starts_on)s, %(ends_on)s);

-- name: lock_covers
-- The covers of an order, the earliest first; locked until commit.
select cover_id, order_id, insurer, policy, starts_on, ends_on, closed_on from covers
where order_id = %(order_id)s order by starts_on, cover_id for update;

-- name: close_cover
-- Close a cover.
update covers set closed_on = %(on)s where cover_id = %(cover_id)s;
