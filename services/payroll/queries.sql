-- name: add_employer
-- Write the employer's data that begin on a day.
insert into employers (valid_from, name, street, building_number, postcode, town, country, enterprise_number,
    onss_number, iban, bic, accident_insurer, accident_policy, registered_at)
values (%(valid_from)s, %(name)s, %(street)s, %(building_number)s, %(postcode)s, %(town)s, %(country)s,
    %(enterprise_number)s, %(onss_number)s, %(iban)s, %(bic)s, %(accident_insurer)s, %(accident_policy)s, %(at)s);

-- name: employer_on
-- The employer's data in force on a day.
select * from employers where valid_from <= %(day)s order by valid_from desc limit 1;

-- name: stand_in_line
-- One at a time until commit: whoever decides on data that somebody else may be writing waits for him.
select pg_advisory_xact_lock(hashtextextended('payroll.' || %(line)s::text, 0));

-- name: pass_by
-- Several at a time, while nobody stands alone in this line.
select pg_advisory_xact_lock_shared(hashtextextended('payroll.' || %(line)s::text, 0));

-- name: save_member
-- Write a member as admitted; admitted again, the later language counts.
insert into members (member_id, admitted_on, language) values (%(member_id)s, %(admitted_on)s, %(language)s)
on conflict (member_id) do update set admitted_on = excluded.admitted_on, language = excluded.language;

-- name: member
-- A member as admitted.
select * from members where member_id = %(member_id)s;

-- name: add_worker
-- Write a worker's own data.
insert into workers (member_id, first_name, last_name, national_number, iban, household, children, disabled_children,
    dependants_over_65, language, address, registered_on)
values (%(member_id)s, %(first_name)s, %(last_name)s, %(national_number)s, %(iban)s, %(household)s, %(children)s,
    %(disabled_children)s, %(dependants_over_65)s, %(language)s, %(address)s, %(registered_on)s);

-- name: change_account
-- Put another account in the place of a worker's, and keep the one before.
with before as (
    insert into account_changes (member_id, place, iban_before, changed_on, changed_by)
    select member_id, (select count(*) + 1 from account_changes c where c.member_id = w.member_id), iban, %(on)s, %(by)s
    from workers w where member_id = %(member_id)s
)
update workers set iban = %(iban)s where member_id = %(member_id)s;

-- name: worker
-- A worker's own data.
select * from workers where member_id = %(member_id)s;

-- name: lock_worker
-- A worker's own data, locked: one wage of a worker at a time is worked out.
select * from workers where member_id = %(member_id)s for update;

-- name: add_order
-- Write a signed order.
insert into orders (order_id, activity_id, member_id, client_id, client_country, contract, signed_on, starts_on,
    ends_on, cents, currency)
values (%(order_id)s, %(activity_id)s, %(member_id)s, %(client_id)s, %(client_country)s, %(contract)s, %(signed_on)s,
    %(starts_on)s, %(ends_on)s, %(cents)s, %(currency)s);

-- name: order
-- A signed order.
select * from orders where order_id = %(order_id)s;

-- name: save_amended_order
-- Write what was agreed anew on an order.
update orders set signed_on = %(signed_on)s, starts_on = %(starts_on)s, ends_on = %(ends_on)s, cents = %(cents)s,
    currency = %(currency)s
where order_id = %(order_id)s;

-- name: drop_open_parts
-- Drop the parts of an order on which nothing was done yet.
delete from parts where order_id = %(order_id)s and completed_on is null;

-- name: note_order_cancelled
-- Note the day on which an order was cancelled.
update orders set cancelled_on = %(on)s where order_id = %(order_id)s and cancelled_on is null;

-- name: add_part
-- Write a part of an order.
insert into parts (order_id, part, starts_on, ends_on)
values (%(order_id)s, %(part)s, %(starts_on)s, %(ends_on)s);

-- name: note_part_completed
-- Note when a part was completed and when its wage is due.
update parts set completed_on = %(completed_on)s, registered_on = %(registered_on)s, due_on = %(due_on)s,
    pay_on = %(pay_on)s, late = %(late)s
where order_id = %(order_id)s and part = %(part)s and completed_on is null;

-- name: add_worked_day
-- Write the hours worked on a day of a part.
insert into worked_days (order_id, part, day, hours) values (%(order_id)s, %(part)s, %(day)s, %(hours)s);

-- name: worked_days
-- The days worked on a part.
select day, hours from worked_days where order_id = %(order_id)s and part = %(part)s order by day;

-- name: add_declaration
-- Write the declaration of an order.
insert into declarations (declaration_id, order_id, member_id, starts_on, ends_on, state, late, sent_on, reference,
    reason)
values (%(declaration_id)s, %(order_id)s, %(member_id)s, %(starts_on)s, %(ends_on)s, %(state)s, %(late)s, %(sent_on)s,
    %(reference)s, %(reason)s);

-- name: save_declaration
-- Write the new state of a declaration.
update declarations set state = %(state)s, late = %(late)s, sent_on = %(sent_on)s, reference = %(reference)s,
    reason = %(reason)s
where declaration_id = %(declaration_id)s;

-- name: lock_declaration
-- A declaration, locked until commit.
select * from declarations where declaration_id = %(declaration_id)s for update;

-- name: lock_open_declaration
-- The declaration of an order that still stands or may stand, locked until commit.
select * from declarations where order_id = %(order_id)s and state in ('waiting', 'late', 'sent', 'accepted')
for update;

-- name: lock_waiting_declarations
-- Declarations that wait for data: all of them, or one member's; locked in order.
select * from declarations
where state = 'waiting' and (%(member_id)s::text = '' or member_id = %(member_id)s)
order by declaration_id for update;

-- name: add_cover
-- Write the cover of an order.
insert into covers (cover_id, order_id, insurer, policy, starts_on, ends_on)
values (%(cover_id)s, %(order_id)s, %(insurer)s, %(policy)s, %(starts_on)s, %(ends_on)s);

-- name: close_cover
-- Close the open cover of an order.
update covers set closed_on = %(on)s where order_id = %(order_id)s and closed_on is null returning cover_id;

-- name: add_allocation
-- Write a budget allocated to a part.
insert into allocations (allocation_id, order_id, part, invoice_id, cents, currency, allocated_on)
values (%(allocation_id)s, %(order_id)s, %(part)s, %(invoice_id)s, %(cents)s, %(currency)s, %(on)s);

-- name: add_invoice
-- Write the invoice behind a budget; one that stands behind several is written once.
insert into invoices (invoice_id, client_id, total_cents, currency, due_on)
values (%(invoice_id)s, %(client_id)s, %(total_cents)s, %(currency)s, %(due_on)s)
on conflict (invoice_id) do nothing;

-- name: note_paid_so_far
-- Note what the client has paid of an invoice; nothing comes back for an invoice without budget.
update invoices set paid_cents = %(paid_cents)s where invoice_id = %(invoice_id)s returning invoice_id;

-- name: note_credited
-- Note what was credited on an invoice; nothing comes back for an invoice without budget.
update invoices set credited_cents = credited_cents + %(cents)s where invoice_id = %(invoice_id)s returning invoice_id;

-- name: note_written_off
-- Note what the client will not pay of an invoice; nothing comes back for an invoice without budget.
update invoices set written_off_cents = written_off_cents + %(cents)s where invoice_id = %(invoice_id)s
returning invoice_id;

-- name: note_recovered
-- Note what came in of what was given up on an invoice; nothing comes back for an invoice without budget.
update invoices set recovered_cents = recovered_cents + %(cents)s where invoice_id = %(invoice_id)s
returning invoice_id;

-- name: invoice_of_part
-- The invoice that is to bring the money of a part, locked until commit.
select i.* from allocations a join invoices i on i.invoice_id = a.invoice_id
where a.order_id = %(order_id)s and a.part = %(part)s for update of i;

-- name: lock_invoice
-- An invoice behind a budget, locked until commit.
select * from invoices where invoice_id = %(invoice_id)s for update;

-- name: parts_to_pay
-- Completed parts with a budget whose wage is to be paid by a day and was not worked out yet, earliest first.
select p.order_id, p.part from parts p
where p.pay_on <= %(day)s
  and exists (select from allocations a where a.order_id = p.order_id and a.part = p.part)
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
order by p.pay_on, p.order_id, p.part;

-- name: lock_part_to_pay
-- A part whose wage was not worked out yet, with its order and its budget; skipped when another run has it.
select p.order_id, p.part, p.starts_on, p.ends_on, p.completed_on, p.due_on, p.pay_on, p.late, o.activity_id,
       o.member_id, o.client_id, o.contract, a.currency, a.cents as budget_cents
from parts p join orders o on o.order_id = p.order_id
join allocations a on a.order_id = p.order_id and a.part = p.part
where p.order_id = %(order_id)s and p.part = %(part)s and p.completed_on is not null
  and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
for update of p skip locked;

-- name: note_blocked
-- Note why the wage of a part could not be worked out.
update parts set blocked_by = %(code)s, blocked_why = %(why)s where order_id = %(order_id)s and part = %(part)s;

-- name: count_contracts_in_month
-- How many parts of a member's orders have work in a calendar month, or are signed for days in it.
select count(*) as count from parts p join orders o on o.order_id = p.order_id
where o.member_id = %(member_id)s and o.cancelled_on is null and case
    when p.completed_on is null then p.starts_on <= %(last)s and p.ends_on >= %(first)s
    else exists (select from worked_days d where d.order_id = p.order_id and d.part = p.part
                 and d.day between %(first)s and %(last)s) end;

-- name: month_so_far
-- The sums of the counted lines of a member's wages of a month.
select l.code, sum(l.cents)::bigint as cents, l.currency
from wages w join wage_lines l on l.wage_id = w.wage_id
where w.member_id = %(member_id)s and w.month = %(month)s and l.section = 'wage' and l.code = any(%(codes)s)
group by l.code, l.currency;

-- name: worked_so_far
-- The share of a full month and the days that a member's wages of a month cover.
select coalesce(sum(worked / full_time), 0) as share, coalesce(sum(days), 0)::int as days
from wages where member_id = %(member_id)s and month = %(month)s;

-- name: add_wage
-- Write a wage.
insert into wages (wage_id, order_id, part, member_id, month, budget_cents, gross_cents, cost_cents, net_cents,
    currency, worked, full_time, days, strategy, due_on, pay_on, late, worked_out_on)
values (%(wage_id)s, %(order_id)s, %(part)s, %(member_id)s, %(month)s, %(budget_cents)s, %(gross_cents)s,
    %(cost_cents)s, %(net_cents)s, %(currency)s, %(worked)s, %(full_time)s, %(days)s, %(strategy)s, %(due_on)s,
    %(pay_on)s, %(late)s, %(on)s);

-- name: add_wage_line
-- Write an explained line of a wage.
insert into wage_lines (wage_id, place, section, code, label, base_cents, rate, cents, currency, effect, rule, source,
    provisional)
values (%(wage_id)s, %(place)s, %(section)s, %(code)s, %(label)s, %(base_cents)s, %(rate)s, %(cents)s, %(currency)s,
    %(effect)s, %(rule)s, %(source)s, %(provisional)s);

-- name: add_wage_payment
-- Note that a wage is to be sent to the bank, or that there is nothing to pay.
insert into wage_payments (wage_id, state) values (%(wage_id)s, %(state)s);

-- name: next_payslip
-- The next number of a year's payslips and the digest before it; the series stays locked until commit.
insert into payslip_series as s (year, last_number, digest) values (%(year)s, 1, %(genesis)s)
on conflict (year) do update set last_number = s.last_number + 1
returning s.last_number as number, s.digest as previous;

-- name: end_payslip_chain
-- Note the new end of a year's chain of payslips.
update payslip_series set digest = %(digest)s where year = %(year)s;

-- name: add_payslip
-- Write a payslip.
insert into payslips (wage_id, year, number, issued_on, pdf, salt, content_digest, digest)
values (%(wage_id)s, %(year)s, %(number)s, %(on)s, %(pdf)s, %(salt)s, %(content_digest)s, %(digest)s);

-- name: payslips_in_order
-- Every payslip with what its chain was made from.
select year, number, wage_id, pdf, salt, content_digest, digest from payslips order by year, number;

-- name: payslip_series
-- The last number and digest of each year.
select year, last_number, digest from payslip_series order by year;

-- name: lock_wages_to_send
-- Wages to be paid by a day that are in no batch yet, with the account to pay to, which nobody changes until commit;
-- skipped when another run has them.
select w.wage_id, w.pay_on, w.net_cents, w.currency, w.month, w.order_id, w.part, k.first_name, k.last_name, k.iban,
       k.address
from wage_payments p join wages w on w.wage_id = p.wage_id join workers k on k.member_id = w.member_id
where p.state = 'to_send' and w.pay_on <= %(day)s
order by w.wage_id
for update of p skip locked for share of k;

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

-- name: note_sent
-- Note in which batch wages were sent.
update wage_payments set state = 'sent', batch_id = %(batch_id)s where wage_id = any(%(wage_ids)s) and state = 'to_send';

-- name: lock_wage_payment
-- A wage and where its payment stands, locked until commit.
select w.wage_id, w.order_id, w.part, w.member_id, w.net_cents, w.currency, p.state, p.movement_id, o.activity_id
from wage_payments p join wages w on w.wage_id = p.wage_id join orders o on o.order_id = w.order_id
where w.wage_id = %(wage_id)s for update of p;

-- name: note_wage_paid
-- Note the bank movement that paid a wage.
update wage_payments set state = 'paid', movement_id = %(movement_id)s, paid_on = %(on)s where wage_id = %(wage_id)s;

-- name: note_wage_returned
-- Note that the bank gave a wage back.
update wage_payments set state = 'returned', returned_on = %(on)s where wage_id = %(wage_id)s;

-- name: note_to_send_again
-- A wage that the bank gave back waits for the next run to the bank.
update wage_payments set state = 'to_send', batch_id = null, movement_id = null, paid_on = null
where wage_id = %(wage_id)s;

-- name: save_advance
-- Write an advance as it stands now.
insert into advances (advance_id, wage_id, order_id, part, invoice_id, member_id, client_id, cost_cents, amount_cents,
    recovered_cents, lost_cents, regained_cents, currency, opened_on)
values (%(advance_id)s, %(wage_id)s, %(order_id)s, %(part)s, %(invoice_id)s, %(member_id)s, %(client_id)s,
    %(cost_cents)s, %(amount_cents)s, %(recovered_cents)s, %(lost_cents)s, %(regained_cents)s, %(currency)s, %(on)s)
on conflict (advance_id) do update set amount_cents = excluded.amount_cents,
    recovered_cents = excluded.recovered_cents, lost_cents = excluded.lost_cents,
    regained_cents = excluded.regained_cents;

-- name: add_advance_step
-- Write a step of an advance; its place follows the last one.
insert into advance_steps (advance_id, place, kind, cents, currency, event_on)
select %(advance_id)s, coalesce(max(place), 0) + 1, %(kind)s, %(cents)s, %(currency)s, %(on)s
from advance_steps where advance_id = %(advance_id)s
returning place;

-- name: lock_advances_of_invoice
-- The wages whose cost an invoice is to bring, each with its advance as far as one was opened; locked in order.
select w.wage_id, w.order_id, w.part, w.member_id, w.cost_cents, w.currency, i.client_id, i.invoice_id, o.activity_id,
       a.advance_id, coalesce(a.amount_cents, 0) as amount_cents, coalesce(a.recovered_cents, 0) as recovered_cents,
       coalesce(a.lost_cents, 0) as lost_cents, coalesce(a.regained_cents, 0) as regained_cents
from invoices i
join allocations l on l.invoice_id = i.invoice_id
join wages w on w.order_id = l.order_id and w.part = l.part
join orders o on o.order_id = w.order_id
left join advances a on a.wage_id = w.wage_id
where i.invoice_id = %(invoice_id)s
order by w.wage_id
for update of i;

-- name: get_wage
-- A wage with where its payment stands and its payslip's number.
select w.*, p.state, p.paid_on, p.returned_on, p.batch_id, s.year, s.number
from wages w join wage_payments p on p.wage_id = w.wage_id join payslips s on s.wage_id = w.wage_id
where w.wage_id = %(wage_id)s;

-- name: wage_owner
-- Whose wage it is.
select member_id from wages where wage_id = %(wage_id)s;

-- name: wage_lines
-- The explained lines of a wage, in order.
select section, code, label, base_cents, rate, cents, currency, effect, rule, source, provisional
from wage_lines where wage_id = %(wage_id)s order by place;

-- name: get_payslip
-- A payslip with its document.
select s.wage_id, s.year, s.number, s.issued_on, s.pdf, s.content_digest, w.member_id
from payslips s join wages w on w.wage_id = s.wage_id where s.wage_id = %(wage_id)s;

-- name: list_wages
-- A page of wages, the oldest first, after a cursor; of one member, order or state, or of all.
select w.wage_id, w.order_id, w.part, w.member_id, w.month, w.gross_cents, w.net_cents, w.currency, w.due_on, w.pay_on,
       w.late, p.state, p.paid_on, p.returned_on, s.year, s.number
from wages w join wage_payments p on p.wage_id = w.wage_id join payslips s on s.wage_id = w.wage_id
where w.wage_id > %(after)s
  and (%(state)s::text = '' or p.state = %(state)s)
  and (%(member_id)s::text = '' or w.member_id = %(member_id)s)
  and (%(order_id)s::text = '' or w.order_id = %(order_id)s)
order by w.wage_id limit %(limit)s;

-- name: list_blocked_wages
-- Parts whose wage was due and could not be worked out, with the refusal that stopped it.
select p.order_id, p.part, o.member_id, p.due_on, p.pay_on, p.blocked_by, p.blocked_why
from parts p join orders o on o.order_id = p.order_id
where p.blocked_by <> '' and not exists (select from wages w where w.order_id = p.order_id and w.part = p.part)
order by p.pay_on, p.order_id, p.part limit %(limit)s;

-- name: declaration_of_order
-- The latest declaration of an order and its cover.
select d.declaration_id, d.order_id, d.member_id, d.starts_on, d.ends_on, d.state, d.late, d.sent_on, d.reference,
       d.reason, c.cover_id
from declarations d left join covers c on c.order_id = d.order_id and c.closed_on is null
where d.order_id = %(order_id)s order by d.declaration_id desc limit 1;

-- name: list_declarations
-- Declarations in a state, the earliest start first.
select d.declaration_id, d.order_id, d.member_id, d.starts_on, d.ends_on, d.state, d.late, d.sent_on, d.reference,
       d.reason, c.cover_id
from declarations d left join covers c on c.order_id = d.order_id and c.closed_on is null
where d.state = %(state)s and d.declaration_id > %(after)s
order by d.declaration_id limit %(limit)s;

-- name: fund_totals
-- What the guarantee fund advanced, got back, lost, regained of that, and still carries.
select coalesce(sum(amount_cents), 0)::bigint as advanced, coalesce(sum(recovered_cents), 0)::bigint as recovered,
       coalesce(sum(lost_cents), 0)::bigint as lost, coalesce(sum(regained_cents), 0)::bigint as regained,
       count(*) filter (where amount_cents > recovered_cents + lost_cents) as open_advances
from advances where currency = %(currency)s;

-- name: fund_debtors
-- The clients for whom most is carried.
select client_id, sum(amount_cents - recovered_cents - lost_cents)::bigint as cents, count(*) as advances
from advances where amount_cents > recovered_cents + lost_cents and currency = %(currency)s
group by client_id order by cents desc, client_id limit %(limit)s;

-- name: list_advances
-- A page of advances with where the invoice stands; only the open ones, or all.
select a.advance_id, a.wage_id, a.order_id, a.part, a.invoice_id, a.member_id, a.client_id, a.amount_cents,
       a.recovered_cents, a.lost_cents, a.regained_cents, a.currency, a.opened_on, i.due_on,
       case when a.amount_cents = a.recovered_cents + a.regained_cents then 'recovered'
            when a.amount_cents = a.recovered_cents + a.lost_cents then 'lost'
            when i.due_on < %(day)s then 'overdue'
            when i.due_on = %(day)s then 'due' else 'not_due' end as standing
from advances a join invoices i on i.invoice_id = a.invoice_id
where a.advance_id > %(after)s and (not %(only_open)s or a.amount_cents > a.recovered_cents + a.lost_cents)
order by a.advance_id limit %(limit)s;

-- name: parts_of_order
-- The parts of an order with budget, wage and advance, as far as there are any.
select p.part, p.completed_on, p.due_on, p.pay_on, p.late,
       case when w.wage_id is null then p.blocked_by else '' end as blocked_by,
       (select coalesce(sum(a.cents), 0) from allocations a
        where a.order_id = p.order_id and a.part = p.part)::bigint as budget_cents,
       w.wage_id, w.gross_cents, w.net_cents, w.budget_cents as used_cents, y.state, y.paid_on, v.advance_id,
       coalesce(v.amount_cents, 0) as amount_cents, coalesce(v.recovered_cents, 0) as recovered_cents,
       coalesce(v.lost_cents, 0) as lost_cents, coalesce(v.regained_cents, 0) as regained_cents
from parts p
left join wages w on w.order_id = p.order_id and w.part = p.part
left join wage_payments y on y.wage_id = w.wage_id
left join advances v on v.wage_id = w.wage_id
where p.order_id = %(order_id)s order by p.part;

-- name: budgets_beside_ledger
-- Orders whose unspent budget differs from the balance of their budget account.
select o.order_id,
       (coalesce((select sum(cents) from allocations a where a.order_id = o.order_id), 0)
        - coalesce((select sum(budget_cents) from wages w where w.order_id = o.order_id), 0))::bigint as unspent,
       coalesce((select -sum(cents) from ledger_postings l
                 where l.account = %(account)s and l.order_ref = o.order_id), 0)::bigint as booked
from orders o;

-- name: advances_beside_ledger
-- What is open on advances, by order, beside the balance of the advances account.
select o.order_id,
       coalesce((select sum(amount_cents - recovered_cents - lost_cents) from advances a
                 where a.order_id = o.order_id), 0)::bigint as carried,
       coalesce((select sum(cents) from ledger_postings l
                 where l.account = %(account)s and l.order_ref = o.order_id), 0)::bigint as booked
from orders o;

-- name: losses_beside_ledger
-- What was lost on advances and not regained, by order, beside what the fund's account bears.
select o.order_id,
       coalesce((select sum(lost_cents - regained_cents) from advances a
                 where a.order_id = o.order_id), 0)::bigint as lost,
       coalesce((select sum(cents) from ledger_postings l
                 where l.account = %(account)s and l.order_ref = o.order_id), 0)::bigint as booked
from orders o;

-- name: advances_beside_steps
-- Advances whose sums differ from their steps.
select a.advance_id from advances a
left join advance_steps s on s.advance_id = a.advance_id
group by a.advance_id
having a.amount_cents <> coalesce(sum(s.cents) filter (where s.kind = 'opened'), 0)
    or a.recovered_cents <> coalesce(sum(s.cents) filter (where s.kind = 'recovered'), 0)
    or a.lost_cents <> coalesce(sum(s.cents) filter (where s.kind = 'lost'), 0)
    or a.regained_cents <> coalesce(sum(s.cents) filter (where s.kind = 'regained'), 0);

-- name: batches_beside_wages
-- Batches with their document, and the count and sum of the nets that they are to pay.
select b.batch_id, b.count, b.total_cents, b.document_id, d.content,
       (select count(*) from batch_wages p where p.batch_id = b.batch_id) as wages,
       (select coalesce(sum(w.net_cents), 0) from batch_wages p join wages w on w.wage_id = p.wage_id
        where p.batch_id = b.batch_id)::bigint as net_cents
from wage_batches b join outgoing_documents d on d.id = b.document_id order by b.batch_id;

-- name: wages_beside_lines
-- Wages whose lines do not come to their net, or whose budget shares do not come to their budget.
select w.wage_id from wages w join wage_lines l on l.wage_id = w.wage_id
group by w.wage_id
having w.net_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                          filter (where l.section = 'wage')
    or w.gross_cents <> sum(case l.effect when 'adds' then l.cents when 'takes' then -l.cents else 0 end)
                            filter (where l.section = 'budget');

-- name: mirror_with_invoicing
-- Budgets heard from invoicing beside the clearing account that mirrors its own.
select (select coalesce(sum(cents), 0) from allocations)::bigint as allocated,
       (select coalesce(sum(cents), 0) from ledger_postings where account = %(account)s)::bigint as booked;

-- name: wages_without_payslip
-- Wages that have no payslip.
select wage_id from wages w where not exists (select from payslips s where s.wage_id = w.wage_id);
