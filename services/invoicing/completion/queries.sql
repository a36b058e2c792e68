-- name: save_completed
-- A part is done.
update order_parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, late = %(late)s
where order_id = %(order_id)s and part = %(part)s;

-- name: add_work_day
-- A day worked.
insert into work_days (order_id, part, worked_on, hours) values (%(order_id)s, %(part)s, %(on)s, %(hours)s);

-- name: save_order_state
-- Where the order form is.
update orders set state = %(state)s where order_id = %(order_id)s;
