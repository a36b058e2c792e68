-- name: add_due
-- What is owed for a return, or claimed back.
insert into dues (due_id, creditor, return_id, entity, amount_cents, currency, due_on, state, because, refers_to, since)
values (%(due_id)s, %(creditor)s, %(return_id)s, %(entity)s, %(cents)s, %(currency)s, %(due_on)s, 'waiting',
    %(because)s, %(refers_to)s, %(since)s);

-- name: lock_dues
-- Dues, locked in their order until commit.
select d.due_id, d.creditor, d.return_id, d.entity, d.amount_cents, d.currency, d.due_on, d.state, d.reference,
       d.approval_id, d.execute_on, d.paid_on, d.because, d.refers_to, d.since,
       (select coalesce(sum(s.cents), 0) from due_settlements s where s.due_id = d.due_id)::bigint as settled_cents,
       exists (select from due_payments p where p.due_id = d.due_id and p.state = 'sent') as under_way
from dues d
where d.due_id = any(%(due_ids)s) order by d.due_id for update of d;

-- name: lock_paid_twice
-- What an authority was paid beyond a due and has not given back, oldest first, locked until commit.
select d.due_id, d.creditor, d.return_id, d.entity, d.amount_cents, d.currency, d.due_on, d.state, d.reference,
       d.approval_id, d.execute_on, d.paid_on, d.because, d.refers_to, d.since,
       (select coalesce(sum(s.cents), 0) from due_settlements s where s.due_id = d.due_id)::bigint as settled_cents,
       exists (select from due_payments p where p.due_id = d.due_id and p.state = 'sent') as under_way
from dues d
where d.refers_to = %(due_id)s and d.state = 'waiting' order by d.due_id for update of d;

-- name: save_due
-- Where a due stands: who is asked to approve its payment, under which reference, for which day.
update dues set state = %(state)s, reference = %(reference)s, execute_on = %(execute_on)s,
       approval_id = %(approval_id)s, paid_on = %(paid_on)s
where due_id = %(due_id)s;

-- name: add_payment
-- A payment left for the bank.
insert into due_payments (payment_id, due_id, message_id, document_id, cents, execute_on, state)
values (%(payment_id)s, %(due_id)s, %(message_id)s, %(document_id)s, %(cents)s, %(execute_on)s, 'sent');

-- name: was_sent
-- Whether a payment of a due ever left.
select exists (select from due_payments where due_id = %(due_id)s) as sent;

-- name: find_payment
-- A payment that left for the bank; whoever reads it locks its due first.
select payment_id, due_id, document_id, cents, currency, p.state, times
from due_payments p join dues using (due_id) where payment_id = %(payment_id)s;

-- name: find_under_way
-- The payment of a due that is at the bank.
select payment_id, due_id, document_id, cents, currency, p.state, times
from due_payments p join dues using (due_id) where due_id = %(due_id)s and p.state = 'sent';

-- name: save_payment
-- What the bank did with a payment, or somebody wrote about it.
update due_payments set state = %(state)s, times = %(times)s,
       rejected_because = coalesce(%(why)s, rejected_because)
where payment_id = %(payment_id)s;

-- name: find_in_file
-- The payment that left in a file, by the name that the bank knows it by.
select payment_id from due_payments where message_id = %(message_id)s;

-- name: add_settlement
-- What settled a piece of a due.
insert into due_settlements (due_id, place, cents, how, movement_id, other_id, settled_on, settled_by)
select %(due_id)s, 1 + count(*), %(cents)s, %(how)s, %(movement_id)s, %(other_id)s, %(on)s, %(by)s
from due_settlements where due_id = %(due_id)s;

-- name: add_incoming_payment
-- Money came in for payroll.
insert into incoming_payments (movement_id, cents, currency, booked_on)
values (%(movement_id)s, %(cents)s, %(currency)s, %(booked_on)s);

-- name: hold_incoming_payment
-- Whoever assigns the same money waits for who came before; the money itself no service may lock.
select pg_advisory_xact_lock(hashtextextended('payroll.incoming.' || %(movement_id)s, 0));

-- name: get_incoming_payment
-- Money that came in, with what of it settles nothing yet.
select r.movement_id, r.cents, r.currency, r.booked_on, unassigned_cents(r) as unassigned_cents
from incoming_payments r where r.movement_id = %(movement_id)s;

-- name: list_incoming_payments
-- Money that came in and settles nothing yet, or not all of it, the oldest first.
select * from (
    select r.movement_id, r.cents, r.currency, r.booked_on, unassigned_cents(r) as unassigned_cents
    from incoming_payments r) known
where unassigned_cents > 0 order by booked_on, movement_id limit %(limit)s;

-- name: list_dues
-- What is owed, the earliest due day first, after a cursor.
select d.due_id, d.creditor, d.return_id, d.entity, d.amount_cents, d.currency, d.due_on, d.state, d.reference,
       d.approval_id, d.execute_on, d.paid_on, d.because, d.refers_to, d.since,
       (select coalesce(sum(s.cents), 0) from due_settlements s where s.due_id = d.due_id)::bigint as settled_cents,
       exists (select from due_payments p where p.due_id = d.due_id and p.state = 'sent') as under_way
from dues d
where d.entity = %(entity)s and d.due_on <= %(until)s
  and (%(paid)s or d.state in ('waiting', 'proposed', 'sent')
       or exists (select from due_payments p where p.due_id = d.due_id and p.state = 'sent'))
  and (d.due_on, d.due_id) > (coalesce((select c.due_on from dues c where c.due_id = %(after)s), '-infinity'), %(after)s)
order by d.due_on, d.due_id limit %(limit)s;

-- name: paid_so_far
-- What left for an authority for good, less what came from it.
select ((select coalesce(sum(p.times * p.cents), 0) from due_payments p join dues d on d.due_id = p.due_id
         where d.creditor = %(creditor)s and d.currency = %(currency)s)
        + (select coalesce(sum(s.cents), 0) from due_settlements s join dues d on d.due_id = s.due_id
           where d.creditor = %(creditor)s and d.currency = %(currency)s and s.how = 'received'))::bigint as cents;

-- name: due_of_return
-- The due of a return, for the proof.
select amount_cents as cents from dues where return_id = %(return_id)s and because = 'return';

-- name: dues_beside_payments
-- Every due with what the bank moved for it, what that settled or made a claim, and whether it is open.
select d.due_id, d.amount_cents, d.state, own.cents as settled_cents,
       (case d.because when 'return' then own.moved else 0 end) + twice.cents as stated_cents,
       coalesce((select sum(p.times * p.cents) from due_payments p where p.due_id = d.due_id), 0)::bigint as moved_cents
from dues d
cross join lateral (
    select coalesce(sum(s.cents), 0)::bigint as cents,
           coalesce(sum(s.cents) filter (where s.how in ('paid', 'returned')), 0)::bigint as moved
    from due_settlements s where s.due_id = d.due_id) own
cross join lateral (
    select coalesce(sum(-c.amount_cents + (select coalesce(sum(s.cents), 0) from due_settlements s
                                           where s.due_id = c.due_id and s.how = 'returned')), 0)::bigint as cents
    from dues c where c.refers_to = d.due_id) twice
order by d.due_id;

-- name: set_off_in_pairs
-- Set-offs of one day and pair that do not settle on both sides alike.
select least(due_id, other_id) as due_id from due_settlements where how = 'set_off'
group by least(due_id, other_id), greatest(due_id, other_id) having sum(cents) <> 0;
