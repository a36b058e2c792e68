-- name: add_wage_payments
-- Write that wages are to be sent to the bank, or that there is nothing to pay.
insert into wage_payments (wage_id, state) select * from unnest(%(wage_ids)s::text[], %(states)s::text[]);

-- name: lock_wages_to_send
-- Wages to be paid by a day that are in no batch yet and that no run holds (or: those that one run holds), with the
-- account to pay to, which nobody changes until commit; skipped when another run has them.
select w.wage_id, w.pay_on, w.net_cents, w.currency, w.month, w.order_id, w.part, k.first_name, k.last_name, k.iban,
       k.address
from wage_payments p join wages w on w.wage_id = p.wage_id join workers k on k.member_id = w.member_id
where p.state = 'to_send' and w.pay_on <= %(day)s and p.run_id is not distinct from %(run_id)s
order by w.wage_id limit %(limit)s
for update of p skip locked for share of k;

-- name: hold_wages
-- A run holds wages: nobody else sends them.
update wage_payments set run_id = %(run_id)s where wage_id = any(%(wage_ids)s);

-- name: release_wages
-- A run was reopened: whoever comes next sends its wages.
update wage_payments set run_id = null where run_id = %(run_id)s and state = 'to_send';

-- name: next_batch
-- The next batch number of an execution day.
insert into batch_series as s (execute_on, last_number) values (%(execute_on)s, 1)
on conflict (execute_on) do update set last_number = s.last_number + 1
returning s.last_number as number;

-- name: add_batch
-- Write a payment batch.
insert into wage_batches (batch_id, message_id, execute_on, number, count, total_cents, currency, document_id, sent_on)
values (%(batch_id)s, %(message_id)s, %(execute_on)s, %(number)s, %(count)s, %(total_cents)s, %(currency)s,
    %(document_id)s, %(on)s);

-- name: add_batch_wages
-- Write which wages a batch pays.
insert into batch_wages (batch_id, wage_id) select %(batch_id)s, unnest(%(wage_ids)s::text[]);

-- name: save_sent
-- Write in which batch wages were sent.
update wage_payments set state = 'sent', batch_id = %(batch_id)s where wage_id = any(%(wage_ids)s) and state = 'to_send';

-- name: lock_wage_payment
-- A wage and where its payment stands, locked until commit.
select w.wage_id, w.order_id, w.part, w.member_id, w.net_cents, w.currency, p.state, p.movement_id, o.activity_id
from wage_payments p join wages w on w.wage_id = p.wage_id join orders o on o.order_id = w.order_id
where w.wage_id = %(wage_id)s for update of p;

-- name: save_paid
-- Write the bank movement that paid a wage.
update wage_payments set state = 'paid', movement_id = %(movement_id)s, paid_on = %(on)s where wage_id = %(wage_id)s;

-- name: save_returned
-- Write that the bank gave a wage back.
update wage_payments set state = 'returned', returned_on = %(on)s where wage_id = %(wage_id)s;

-- name: save_to_send_again
-- A wage that the bank gave back waits for the next run to the bank.
update wage_payments set state = 'to_send', batch_id = null, movement_id = null, paid_on = null, run_id = null,
    accepted_on = null
where wage_id = %(wage_id)s;

-- name: batches_beside_wages
-- Batches with their document, and the count and sum of the nets that they are to pay.
select b.batch_id, b.count, b.total_cents, b.document_id, d.content,
       (select count(*) from batch_wages p where p.batch_id = b.batch_id) as wages,
       (select coalesce(sum(w.net_cents), 0) from batch_wages p join wages w on w.wage_id = p.wage_id
        where p.batch_id = b.batch_id)::bigint as net_cents
from wage_batches b join outgoing_documents d on d.id = b.document_id order by b.batch_id;

-- name: batch_of_message
-- The batch that left under a message id.
select batch_id from wage_batches where message_id = %(message_id)s;

-- name: lock_states_in
-- Where the wages stand whose last batch this is, locked in order.
select wage_id, state from wage_payments where batch_id = %(batch_id)s order by wage_id for update;

-- name: save_verdicts
-- Write what the bank decided on payments before any money moved.
update wage_payments p set state = v.state,
    accepted_on = case v.state when 'accepted' then %(on)s::date else p.accepted_on end,
    rejected_on = case v.state when 'rejected' then %(on)s::date else p.rejected_on end,
    rejected_because = case v.state when 'rejected' then v.reason else p.rejected_because end
from unnest(%(wage_ids)s::text[], %(states)s::text[], %(reasons)s::text[]) as v (wage_id, state, reason)
where p.wage_id = v.wage_id;
