-- name: add_wage_payments
-- Write that wages are to be sent to the bank, less what is set off, or that there is nothing to pay.
insert into wage_payments (wage_id, state, open_cents, set_off_cents)
select * from unnest(%(wage_ids)s::text[], %(states)s::text[], %(open_cents)s::bigint[], %(set_off_cents)s::bigint[]);

-- name: lock_wages_to_send
-- Wages to be paid by a day that are in no batch yet and that no run holds, with what is open of them and the account to
-- pay to, which nobody changes until commit; skipped when another run has them.
select w.wage_id, w.pay_on, p.open_cents, w.currency, w.month, k.first_name, k.last_name, k.iban, k.address,
       exists (select from wage_transfers t where t.wage_id = w.wage_id) as sent_before
from wage_payments p join wages w on w.wage_id = p.wage_id join workers k on k.member_id = w.member_id
where p.state = 'to_send' and w.pay_on <= %(day)s and p.run_id is null
order by w.wage_id limit %(limit)s
for update of p skip locked for share of k;

-- name: lock_wages_of_run
-- The wages that one run holds, with what of each was to be paid and whether it still is: the bank may have paid one since
-- with what it had rejected.
select w.wage_id, w.pay_on, p.state, case p.state when 'to_send' then p.open_cents else p.held_cents end as open_cents,
       w.currency, w.month, k.first_name, k.last_name, k.iban, k.address,
       exists (select from wage_transfers t where t.wage_id = w.wage_id) as sent_before
from wage_payments p join wages w on w.wage_id = p.wage_id join workers k on k.member_id = w.member_id
where p.run_id = %(run_id)s order by w.wage_id
for update of p for share of k;

-- name: hold_wages
-- A run holds wages, and what is open of them now: nobody else sends them.
update wage_payments set run_id = %(run_id)s, held_cents = open_cents where wage_id = any(%(wage_ids)s);

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

-- name: add_transfers
-- Write the payments of a batch, each under its own name.
insert into wage_transfers (transfer_id, wage_id, batch_id, cents, state)
select transfer_id, wage_id, %(batch_id)s, cents, 'sent'
from unnest(%(transfer_ids)s::text[], %(wage_ids)s::text[], %(cents)s::bigint[]) as t (transfer_id, wage_id, cents);

-- name: save_sent
-- Write in which batch wages were sent.
update wage_payments set state = 'sent', batch_id = %(batch_id)s where wage_id = any(%(wage_ids)s) and state = 'to_send';

-- name: wage_of_transfer
-- The wage of which this is a payment.
select wage_id from wage_transfers where transfer_id = %(transfer_id)s;

-- name: lock_payments
-- Wages and where their payments stand, locked in order until commit.
select w.wage_id, w.order_id, w.part, w.member_id, o.activity_id, w.currency, w.net_cents, p.set_off_cents, p.state,
       p.set_off_agreed_on is not null as may_set_off
from wage_payments p join wages w on w.wage_id = p.wage_id join orders o on o.order_id = w.order_id
where p.wage_id = any(%(wage_ids)s) order by p.wage_id for update of p;

-- name: transfers_of
-- The payments of wages in the order in which they left, with how often the bank carried each out for good; what came
-- back of a wage beyond them stands beside each. Whoever reads them has locked their wages.
select t.transfer_id, t.wage_id, t.batch_id, t.cents, t.state, t.verdict_at,
       (select coalesce(sum(m.times), 0) from wage_movements m
        where m.wage_id = t.wage_id and m.transfer_id = t.transfer_id)::int as times
from wage_transfers t where t.wage_id = any(%(wage_ids)s) order by t.wage_id, t.batch_id;

-- name: recovered_of
-- What came back of what was paid beyond wages.
select wage_id, sum(cents)::bigint as cents from wage_recoveries where wage_id = any(%(wage_ids)s) group by wage_id;

-- name: add_movement
-- Write what the bank did with a payment, unless that is known: a statement may come twice.
insert into wage_movements (movement_id, transfer_id, wage_id, times, costs_cents, booked_on)
values (%(movement_id)s, %(transfer_id)s, %(wage_id)s, %(times)s, %(costs_cents)s, %(on)s)
on conflict (movement_id, transfer_id) do nothing;

-- name: save_transfers
-- Write where payments stand.
update wage_transfers t set state = v.state, verdict_at = v.verdict_at
from unnest(%(transfer_ids)s::text[], %(states)s::text[], %(verdicts_at)s::timestamptz[])
    as v (transfer_id, state, verdict_at)
where t.transfer_id = v.transfer_id;

-- name: save_payments
-- Write where wages stand: in which file they left last, what is open, and since when they are overpaid.
update wage_payments p set state = v.state, batch_id = v.batch_id, open_cents = v.open_cents,
    movement_id = coalesce(%(movement_id)s, p.movement_id),
    overpaid_since = case when v.open_cents < 0 then coalesce(p.overpaid_since, %(on)s) end,
    set_off_agreed_on = case when v.open_cents < 0 then p.set_off_agreed_on end
from unnest(%(wage_ids)s::text[], %(states)s::text[], %(batch_ids)s::text[], %(open_cents)s::bigint[])
    as v (wage_id, state, batch_id, open_cents)
where p.wage_id = v.wage_id;

-- name: save_paid_on
-- Write the day on which a wage was paid: the earliest one of several.
update wage_payments set
    paid_on = case when returned_on is null or paid_on > returned_on then least(paid_on, %(on)s) else %(on)s end
where wage_id = %(wage_id)s;

-- name: save_returned_on
-- Write when the bank gave a wage back.
update wage_payments set returned_on = %(on)s where wage_id = %(wage_id)s;

-- name: save_verdicts_on
-- Write when the bank accepted or rejected payments, and why.
update wage_payments p set
    accepted_on = case v.state when 'accepted' then %(on)s::date else p.accepted_on end,
    rejected_on = case v.state when 'rejected' then %(on)s::date else p.rejected_on end,
    rejected_because = case v.state when 'rejected' then v.reason else p.rejected_because end
from unnest(%(wage_ids)s::text[], %(states)s::text[], %(reasons)s::text[]) as v (wage_id, state, reason)
where p.wage_id = v.wage_id;

-- name: save_to_send_again
-- A wage that the bank gave back or rejected waits for the next run to the bank, or for the one that holds it still.
update wage_payments p set state = 'to_send', batch_id = null, accepted_on = null,
    run_id = (select r.run_id from pay_runs r where r.run_id = p.run_id and r.state in ('proposed', 'approved'))
where wage_id = %(wage_id)s;

-- name: agree_to_set_off
-- The worker agreed that what they were paid beyond a wage is taken off their next ones.
update wage_payments set set_off_agreed_on = coalesce(set_off_agreed_on, %(on)s) where wage_id = %(wage_id)s;

-- name: wages_to_set_off
-- Overpaid wages whose worker agreed that it is taken off the next ones, the longest known first.
select p.wage_id, w.member_id from wage_payments p join wages w on w.wage_id = p.wage_id
where p.open_cents < 0 and p.set_off_agreed_on is not null and w.member_id = any(%(member_ids)s)
order by p.overpaid_since, p.wage_id;

-- name: add_recovery
-- Write what came back of what was paid beyond a wage.
insert into wage_recoveries (wage_id, place, cents, how, movement_id, other_id, recovered_on, recovered_by)
select %(wage_id)s, 1 + count(*), %(cents)s, %(how)s, %(movement_id)s, %(other_id)s, %(on)s, %(by)s
from wage_recoveries where wage_id = %(wage_id)s returning place;

-- name: batches_beside_wages
-- Batches with their document, and the count and sum of the payments that they ask for.
select b.batch_id, b.count, b.total_cents, b.document_id, d.content,
       (select count(*) from batch_wages p where p.batch_id = b.batch_id) as wages,
       (select coalesce(sum(t.cents), 0) from wage_transfers t where t.batch_id = b.batch_id)::bigint as asked_cents
from wage_batches b join outgoing_documents d on d.id = b.document_id order by b.batch_id;

-- name: payments_beside_movements
-- Wages whose open amount or state is not what the bank did with their payments, what was set off and what came back say.
select * from (
    select p.wage_id, p.state, p.open_cents,
           w.net_cents - p.set_off_cents + coalesce(back.cents, 0) - coalesce(paid.cents, 0) as found_cents,
           coalesce(off.cents, 0) = p.set_off_cents as set_off_known,
           exists (select from wage_transfers t where t.wage_id = p.wage_id and t.state in ('sent', 'accepted')) as at_bank
    from wage_payments p join wages w on w.wage_id = p.wage_id
    left join lateral (select sum(cents) as cents from wage_recoveries r where r.wage_id = p.wage_id) back on true
    left join lateral (select sum(cents) as cents from wage_recoveries r where r.other_id = p.wage_id) off on true
    left join lateral (
        select sum(t.cents * greatest(coalesce(m.times, 0), 0)) as cents from wage_transfers t
        left join lateral (select sum(times) as times from wage_movements m where m.wage_id = t.wage_id
                           and m.transfer_id = t.transfer_id) m on true
        where t.wage_id = p.wage_id) paid on true) known
where open_cents <> found_cents or not set_off_known
   or (state in ('paid', 'nothing_to_pay')) <> (found_cents <= 0)
   or state in ('sent', 'accepted') and not at_bank or state in ('to_send', 'returned', 'rejected') and at_bank
order by wage_id;

-- name: movements_beside_ledger
-- Orders whose account of wages to pay is not what their wages, their movements at the bank and what came back leave.
with known as (
    select order_id, sum(cents) as cents from (
        select order_id, -net_cents as cents from wages
        union all
        select w.order_id, m.times * t.cents from wage_movements m join wage_transfers t on t.transfer_id = m.transfer_id
        join wages w on w.wage_id = m.wage_id
        union all
        select w.order_id, -r.cents from wage_recoveries r join wages w on w.wage_id = r.wage_id
        union all
        select w.order_id, r.cents from wage_recoveries r join wages w on w.wage_id = r.other_id) moves group by order_id),
    booked as (select order_ref as order_id, sum(cents) as cents from ledger_postings
               where account = any(%(accounts)s) group by order_ref)
select order_id, coalesce(k.cents, 0)::bigint as known, coalesce(b.cents, 0)::bigint as booked
from known k full join booked b using (order_id) where coalesce(k.cents, 0) <> coalesce(b.cents, 0) order by order_id;

-- name: batch_of_message
-- The batch that left under a message id.
select batch_id from wage_batches where message_id = %(message_id)s;

-- name: wages_in_batch
-- The wages of a batch.
select wage_id from wage_transfers where batch_id = %(batch_id)s;
