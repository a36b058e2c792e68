-- name: add_due
-- What is owed for a return.
insert into dues (due_id, creditor, return_id, entity, amount_cents, currency, due_on, state)
values (%(due_id)s, %(creditor)s, %(return_id)s, %(entity)s, %(cents)s, %(currency)s, %(due_on)s, 'waiting');

-- name: lock_due
-- A due, locked until commit.
select due_id, creditor, return_id, entity, amount_cents, currency, due_on, state, reference, approval_id, execute_on,
       paid_on
from dues where due_id = %(due_id)s for update;

-- name: save_proposed
-- Somebody proposed to pay it; who else approves is asked.
update dues set state = 'proposed', reference = %(reference)s, execute_on = %(execute_on)s,
       approval_id = %(approval_id)s
where due_id = %(due_id)s;

-- name: save_waiting_again
-- A proposal was given up, or the bank rejected the payment or gave it back.
update dues set state = 'waiting', approval_id = null, execute_on = null, document_id = null, movement_id = null,
       paid_on = null
where due_id = %(due_id)s;

-- name: save_sent
-- It left for the bank.
update dues set state = 'sent', document_id = %(document_id)s where due_id = %(due_id)s;

-- name: save_paid
-- The bank movement that paid it.
update dues set state = 'paid', movement_id = %(movement_id)s, paid_on = %(on)s where due_id = %(due_id)s;

-- name: list_dues
-- What is owed, the earliest due day first, after a cursor.
select due_id, creditor, return_id, entity, amount_cents, currency, due_on, state, reference, approval_id, execute_on,
       paid_on
from dues
where entity = %(entity)s and due_on <= %(until)s and (%(paid)s or state in ('waiting', 'proposed', 'sent'))
  and (due_on, due_id) > (coalesce((select c.due_on from dues c where c.due_id = %(after)s), '-infinity'), %(after)s)
order by due_on, due_id limit %(limit)s;

-- name: paid_so_far
-- What was paid to an authority.
select coalesce(sum(amount_cents), 0)::bigint as cents from dues
where creditor = %(creditor)s and currency = %(currency)s and state = 'paid';

-- name: due_of_return
-- The due of a return, for the proof.
select amount_cents as cents from dues where return_id = %(return_id)s;
