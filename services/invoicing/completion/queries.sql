-- name: save_completed
-- A part is done: when, on which days, and where its order form is now.
with done as (
    update order_parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, late = %(late)s
    where order_id = %(order_id)s and part = %(part)s
), form as (
    update orders set state = %(state)s where order_id = %(order_id)s
)
insert into work_days (order_id, part, worked_on, hours)
select %(order_id)s, %(part)s, worked_on, hours
from unnest(%(days)s::date[], %(hours)s::numeric[]) as new (worked_on, hours);
