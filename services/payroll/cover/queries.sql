-- name: add_cover
-- Write the cover of an order.
insert into covers (cover_id, order_id, insurer, policy, starts_on, ends_on)
values (%(cover_id)s, %(order_id)s, %(insurer)s, %(policy)s, %(starts_on)s, %(ends_on)s);

-- name: close_cover
-- Close the open cover of an order.
update covers set closed_on = %(on)s where order_id = %(order_id)s and closed_on is null
returning cover_id, order_id, insurer, policy, starts_on, ends_on;
