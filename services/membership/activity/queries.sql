-- name: add_order
-- An order that was signed for a member.
insert into member_orders (order_id, member_id, signed_on) values (%(order_id)s, %(member_id)s, %(signed_on)s)
on conflict (order_id) do nothing;

-- name: cancel_order
-- An order that was cancelled; whose it was and when it was signed.
update member_orders set cancelled_on = %(on)s where order_id = %(order_id)s and cancelled_on is null
returning member_id, signed_on;

-- name: has_activity
-- Whether a member has an order of a year that was not cancelled.
select exists (
    select from member_orders where member_id = %(member_id)s and cancelled_on is null
      and signed_on >= make_date(%(year)s, 1, 1) and signed_on < make_date(%(year)s + 1, 1, 1)) as active;
