-- name: list_late
-- Invoices open after their due day, of one client or member where asked, with what decides what happens next.
with waiting as (
    select m.counterparty_name, m.counterparty_iban, m.communication
    from unmatched_movements u join bank_movements m using (movement_id) where u.matched_on is null and m.cents > 0
    union all
    select counterparty_name, counterparty_iban, communication from bank_staged_movements where cents > 0
), suspected as (
    select c.client_id from waiting w join clients c
    on regexp_replace(normalize(upper(c.name), nfd), '[\u0300-\u036f]', '', 'g')
     = regexp_replace(normalize(upper(w.counterparty_name), nfd), '[\u0300-\u036f]', '', 'g')
    where %(client_id)s::text is null or c.client_id = %(client_id)s
    union
    select i.client_id from waiting w join bank_movements m on m.counterparty_iban = w.counterparty_iban
    join payments p using (movement_id) join invoices i using (invoice_id) where w.counterparty_iban <> ''
    union
    select i.client_id from waiting w, regexp_matches(w.communication, '\d{4}/\d{6}', 'g') as named
    join invoices i on i.number = named[1]
    union
    select client_id from client_account_entries where %(client_id)s::text is null or client_id = %(client_id)s
    group by client_id having sum(cents) > 0
)
select r.invoice_id, i.number, i.client_id, i.member_id, i.order_id, i.issued_on, r.due_on, r.currency,
       r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents as cents,
       c.kind as client_kind, c.name as client_name, q.answer, q.asked_on, q.wait_until,
       coalesce((select json_object_agg(s.step, s.done_on) from reminder_steps s where s.invoice_id = r.invoice_id),
                '{}') as done,
       coalesce((select l.by_mail from reminder_steps s join reminder_letters l using (letter_id)
                 where s.invoice_id = r.invoice_id order by s.done_on, l.letter_id limit 1), true) as by_mail,
       exists (select from disputes d where d.invoice_id = r.invoice_id and d.closed_on is null) as disputed,
       exists (select from handed_over h where h.invoice_id = r.invoice_id) as handed_over,
       i.client_id in (select client_id from suspected) as money_in_suspense,
       r.paid_cents - p.paid_before_cents as paid_since_cents,
       (select json_agg(json_build_array(n.due_on, n.cents) order by n.due_on) from plan_instalments n
        where n.plan_id = p.plan_id) as plan
from receivables r join invoices i using (invoice_id) join clients c using (client_id)
     left join late_questions q using (invoice_id)
     left join payment_plans p on p.invoice_id = r.invoice_id and p.ended_on is null
where r.settled_on is null and r.due_on < %(on)s
  and (%(client_id)s::text is null or i.client_id = %(client_id)s)
  and (%(member_id)s::text is null or i.member_id = %(member_id)s)
  and (%(invoice_id)s::text is null or r.invoice_id = %(invoice_id)s)
order by i.client_id, r.due_on, r.invoice_id;

-- name: list_late_clients
-- Clients with something open after its due day.
select distinct i.client_id from receivables r join invoices i using (invoice_id)
where r.settled_on is null and r.due_on < %(on)s order by i.client_id;

-- name: lock_late
-- What a client owes too late, locked until the transaction ends.
select r.invoice_id from receivables r join invoices i using (invoice_id)
where i.client_id = %(client_id)s and r.settled_on is null and r.due_on < %(on)s order by r.invoice_id for update of r;

-- name: lock_open
-- What is open on an invoice, and how much was paid, locked; whose client and member.
select i.client_id, i.member_id, r.due_on, r.currency, r.paid_cents,
       r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents as cents
from receivables r join invoices i using (invoice_id) where r.invoice_id = %(invoice_id)s and r.settled_on is null
for update of r;

-- name: owner_of_invoice
-- The member whose work an invoice claims.
select member_id from invoices where invoice_id = %(invoice_id)s;

-- name: add_step
-- A step was taken about an invoice; twice is once.
insert into reminder_steps (invoice_id, step, done_on, letter_id, currency, open_cents, interest_cents, lump_cents)
values (%(invoice_id)s, %(step)s, %(on)s, %(letter_id)s, %(currency)s, %(open_cents)s, %(interest_cents)s,
        %(lump_cents)s);

-- name: add_letter
-- Keep a letter as it left.
insert into reminder_letters (letter_id, client_id, step, sent_on, by_mail, pdf)
values (%(letter_id)s, %(client_id)s, %(step)s, %(on)s, %(by_mail)s, %(pdf)s);

-- name: add_question
-- The member is asked what they know of a client who does not pay; anew where they had asked to wait, in vain.
insert into late_questions (invoice_id, member_id, asked_on) values (%(invoice_id)s, %(member_id)s, %(on)s)
on conflict (invoice_id) do update set asked_on = excluded.asked_on, answer = null, answered_on = null, answered_by = '',
       wait_until = null
where late_questions.answer = 'wait';

-- name: save_answer
-- What the member answered, or told before anybody asked; of an invoice that is late.
insert into late_questions (invoice_id, member_id, asked_on, answer, answered_on, answered_by, wait_until, note)
select r.invoice_id, i.member_id, %(on)s, %(answer)s, %(on)s, %(actor)s, %(until)s, %(note)s
from receivables r join invoices i using (invoice_id)
where r.invoice_id = %(invoice_id)s and r.settled_on is null and r.due_on < %(on)s
on conflict (invoice_id) do update set answer = excluded.answer, answered_on = excluded.answered_on,
       answered_by = excluded.answered_by, wait_until = excluded.wait_until, note = excluded.note;

-- name: add_dispute
-- The client contests an invoice.
insert into disputes (dispute_id, invoice_id, opened_on, opened_by, reason)
values (%(dispute_id)s, %(invoice_id)s, %(on)s, %(actor)s, %(reason)s);

-- name: close_dispute
-- The dispute is over.
update disputes set closed_on = %(on)s, closed_by = %(actor)s, outcome = %(outcome)s
where invoice_id = %(invoice_id)s and closed_on is null;

-- name: add_plan
-- The client pays in parts.
insert into payment_plans (plan_id, invoice_id, agreed_on, agreed_by, currency, paid_before_cents)
values (%(plan_id)s, %(invoice_id)s, %(on)s, %(actor)s, %(currency)s, %(paid_before_cents)s);

-- name: add_instalments
-- The parts of a plan.
insert into plan_instalments (plan_id, due_on, cents)
select %(plan_id)s, due_on, cents from unnest(%(due_on)s::date[], %(cents)s::bigint[]) as n (due_on, cents);

-- name: end_plan
-- The plan runs no longer.
update payment_plans set ended_on = %(on)s, ended_because = %(reason)s
where invoice_id = %(invoice_id)s and ended_on is null;

-- name: add_handed_over
-- A collector asks for it from now on.
insert into handed_over (invoice_id, collector, handed_on, handed_by, currency, cents)
values (%(invoice_id)s, %(collector)s, %(on)s, %(actor)s, %(currency)s, %(cents)s);

-- name: list_letters
-- The letters that went to a client, latest first.
select l.letter_id, l.client_id, l.step, l.sent_on, l.by_mail,
       (select string_agg(i.number, ', ' order by i.number) from reminder_steps s join invoices i using (invoice_id)
        where s.letter_id = l.letter_id) as numbers
from reminder_letters l where l.client_id = %(client_id)s order by l.letter_id desc limit 200;

-- name: get_letter
-- A letter as it left.
select pdf from reminder_letters where letter_id = %(letter_id)s;

-- name: list_ages
-- What is open, by client, member or trade of its order, and by how late it is.
select case %(per)s when 'client' then c.name when 'member' then i.member_id else coalesce(nullif(o.trade, ''), '-') end
           as name,
       case %(per)s when 'client' then c.client_id when 'member' then i.member_id else coalesce(nullif(o.trade, ''), '-')
           end as key,
       greatest(0, %(on)s::date - r.due_on) as days_late, r.currency, count(*)::int as invoices,
       sum(r.total_cents - r.paid_cents - r.credited_cents - r.written_off_cents)::bigint as cents
from receivables r join invoices i using (invoice_id) join clients c using (client_id) join orders o using (order_id)
where r.settled_on is null and i.issued_on <= %(on)s
group by 1, 2, 3, 4 order by 1, 2, 3;
