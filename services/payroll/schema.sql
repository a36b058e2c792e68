-- Payroll's own tables as of today. Amounts are whole cents of the currency beside them; days are legal days.
-- The event log, the ledger and the outgoing documents beside them belong to the plumbing.

-- The cooperative as an employer; the row with the latest valid_from on or before a day is in force.
create table employers (
    valid_from        date not null,
    name              text not null,
    street            text not null,
    building_number   text not null,
    postcode          text not null,
    town              text not null,
    country           text not null,
    enterprise_number text not null,
    onss_number       text not null,
    iban              text not null,
    bic               text not null,
    accident_insurer  text not null,
    accident_policy   text not null,
    registered_at     timestamptz not null,
    entity            text not null default 'main',
    constraint employers_one_per_day primary key (entity, valid_from)
);
create trigger employers_append_only before update or delete or truncate on employers
    for each statement execute function refuse_change();

-- Members as membership admitted them, with the language in which they are written to.
create table members (
    member_id   text primary key,
    admitted_on date not null,
    language    text not null
);

-- Personal data of workers. They stay here and in account_changes: no event, log line or refusal carries them.
create table workers (
    member_id          text not null,
    first_name         text not null,
    last_name          text not null,
    national_number    text not null,
    iban               text not null,
    household          text not null,
    children           int not null check (children >= 0),
    disabled_children  int not null check (disabled_children between 0 and children),
    dependants_over_65 int not null check (dependants_over_65 >= 0),
    language           text not null,
    address            jsonb,
    registered_on      date not null,
    constraint workers_registered_once primary key (member_id),
    constraint workers_national_number_unique unique (national_number)
);

-- The account that a worker had before each change of it, and who changed it.
create table account_changes (
    member_id   text not null references workers,
    place       int not null,
    iban_before text not null,
    changed_on  date not null,
    changed_by  text not null,
    primary key (member_id, place)
);
create trigger account_changes_append_only before update or delete or truncate on account_changes
    for each statement execute function refuse_change();

-- The national number that a worker had before each correction of it, and who corrected it.
create table national_number_corrections (
    member_id     text not null references workers,
    place         int not null,
    number_before text not null,
    corrected_on  date not null,
    corrected_by  text not null,
    primary key (member_id, place)
);
create trigger national_number_corrections_append_only before update or delete or truncate
    on national_number_corrections for each statement execute function refuse_change();

-- Who lives from a worker's wage, from a day on; the row written last for the latest day counts.
create table worker_households (
    member_id          text not null references workers,
    valid_from         date not null,
    place              int not null,
    household          text not null,
    children           int not null check (children >= 0),
    disabled_children  int not null check (disabled_children between 0 and children),
    dependants_over_65 int not null check (dependants_over_65 >= 0),
    recorded_on        date not null,
    recorded_by        text not null,
    primary key (member_id, place)
);
create trigger worker_households_append_only before update or delete or truncate on worker_households
    for each statement execute function refuse_change();

-- Signed orders, as invoicing told them; and the employments without an end, which have no client.
create table orders (
    order_id       text not null,
    activity_id    text not null,
    member_id      text not null,
    client_id      text not null,
    client_country text not null,
    contract       text not null,
    signed_on      date not null,
    starts_on      date not null,
    ends_on        date not null check (ends_on >= starts_on),
    cents          bigint not null check (cents >= 0),
    currency       text not null,
    cancelled_on   date,
    entity         text not null default 'main',
    signed_how     text not null default 'recorded',
    client_standing text not null default 'open',
    withheld       text not null default '' check (withheld in ('', 'client_country', 'limit_reached')),
    open_ended     boolean not null default false,
    planned_hours  int check (planned_hours > 0),  -- that a student's order reserves of the year's quota
    constraint orders_known_once primary key (order_id),
    constraint orders_of_students_reserve_hours check (contract <> 'student' or planned_hours is not null)
);
create index orders_by_member on orders (member_id);
create index orders_by_client on orders (client_id);

-- The parts of an order, each paid by one wage. What was worked comes when the part is completed.
create table parts (
    order_id      text not null references orders,
    part          int not null,
    starts_on     date not null,
    ends_on       date not null check (ends_on >= starts_on),
    completed_on  date,
    registered_on date,
    due_on        date,
    pay_on        date,
    late          boolean not null default false,
    blocked_by    text not null default '',
    blocked_why   text not null default '',
    hours         numeric check (hours > 0),  -- as they were agreed, where that was told
    primary key (order_id, part),
    constraint parts_completed_whole check (
        (completed_on is null) = (due_on is null) and (due_on is null) = (pay_on is null))
);
create index parts_to_pay on parts (pay_on) where completed_on is not null;

-- The days and hours worked on a part.
create table worked_days (
    order_id text not null,
    part     int not null,
    day      date not null,
    hours    numeric not null check (hours > 0 and hours <= 24),
    primary key (order_id, part, day),
    foreign key (order_id, part) references parts
);

-- The declaration of employment of an order; work that never began on its days is cancelled and declared anew. Work
-- inside an open-ended employment stands under its declaration and is not declared once more.
create table declarations (
    declaration_id text primary key,
    order_id       text not null references orders,
    member_id      text not null,
    starts_on      date not null,
    ends_on        date not null,
    state          text not null check (state in
        ('waiting', 'late', 'sent', 'accepted', 'refused', 'withdrawn', 'cancel_wanted', 'cancelled')),
    late           boolean not null,
    sent_on        date,
    reference      text not null,
    reason         text not null,
    sent_at        timestamptz,
    wanted_ends_on date,
    open_ended     boolean not null default false,
    under          text not null default '',
    constraint declarations_accepted_have_reference check (state <> 'accepted' or reference <> ''),
    constraint declarations_sent_at_an_instant check ((sent_on is null) = (sent_at is null))
);
create unique index declarations_one_open_per_order on declarations (order_id)
    where state in ('waiting', 'late', 'sent', 'accepted') and under = '';
create index declarations_under on declarations (under) where under <> '';
create index declarations_by_order on declarations (order_id);
create index declarations_by_member on declarations (member_id, state);

-- Until when the authority was told, and when, that an employment lasts: a day is declared from the instant at which a
-- telling first reached it. Append-only.
create table declaration_ends (
    declaration_id text not null references declarations,
    place          int not null check (place > 0),
    ends_on        date not null,
    told_on        date not null,
    told_at        timestamptz not null,
    primary key (declaration_id, place)
);
create trigger declaration_ends_append_only before update or delete or truncate on declaration_ends
    for each statement execute function refuse_change();

-- Cover against accidents at work, opened with the accepted declaration; extended work is covered by one after another.
create table covers (
    cover_id  text primary key,
    order_id  text not null references orders,
    insurer   text not null,
    policy    text not null,
    starts_on date not null,
    ends_on   date not null,
    closed_on date
);
create index covers_by_order on covers (order_id);

-- Certificates of cover: what was certified, to whom it was issued and by whom. Append-only, like their papers.
create table cover_certificates (
    certificate_id text primary key,
    order_id       text not null references orders,
    member_id      text not null,
    number         text not null,
    content        text not null,
    issued_on      date not null,
    issued_by      text not null,
    constraint cover_certificates_numbered_once unique (number)
);
create index cover_certificates_by_order on cover_certificates (order_id);
create trigger cover_certificates_append_only before update or delete or truncate on cover_certificates
    for each statement execute function refuse_change();

create table cover_certificate_papers (
    certificate_id text primary key references cover_certificates,
    pdf            bytea storage external not null,
    printed_on     date not null
);
create trigger cover_certificate_papers_append_only before update or delete or truncate on cover_certificate_papers
    for each statement execute function refuse_change();

-- Claims on the accident insurance: reported (perhaps before its work is insured) -> sent -> accepted or refused ->
-- settled. `accepted` is what the insurer decided last.
create table claims (
    claim_id        text primary key,
    member_id       text not null,
    order_id        text not null references orders,
    cover_id        text references covers,
    insurer         text not null,
    policy          text not null,
    happened_on     date not null,
    report_by       date not null check (report_by >= happened_on),
    what            text not null,
    state           text not null check (state in ('reported', 'sent', 'accepted', 'refused', 'settled')),
    reported_on     date not null,
    reported_by     text not null,
    sent_on         date,
    decided_on      date,
    reason          text not null default '',
    incapable_until date check (incapable_until >= happened_on),
    settled_on      date,
    accepted        boolean,
    constraint claims_sent_on_a_day check ((sent_on is null) = (state = 'reported')),
    constraint claims_settled_on_a_day check ((settled_on is null) = (state <> 'settled'))
);
create index claims_by_member on claims (member_id);

-- Documents of a claim by name and digest; what they hold stays with whoever may read it. Append-only.
create table claim_documents (
    claim_id    text not null references claims,
    place       int not null,
    name        text not null,
    digest      text not null,
    received_on date not null,
    primary key (claim_id, place)
);
create trigger claim_documents_append_only before update or delete or truncate on claim_documents
    for each statement execute function refuse_change();

-- What the insurer paid for days of incapacity, both ends included. Append-only.
create table claim_payments (
    claim_id  text not null references claims,
    starts_on date not null,
    ends_on   date not null check (ends_on >= starts_on),
    cents     bigint not null check (cents > 0),
    currency  text not null,
    paid_on   date not null,
    primary key (claim_id, starts_on)
);
create trigger claim_payments_append_only before update or delete or truncate on claim_payments
    for each statement execute function refuse_change();

-- Invoices behind budgets: what became of them so far, VAT included. One invoice may stand behind several parts.
create table invoices (
    invoice_id        text primary key,
    client_id         text not null,
    total_cents       bigint not null check (total_cents > 0),
    paid_cents        bigint not null default 0 check (paid_cents >= 0),
    credited_cents    bigint not null default 0 check (credited_cents >= 0),
    written_off_cents bigint not null default 0 check (written_off_cents >= 0),
    currency          text not null,
    due_on            date not null,
    recovered_cents   bigint not null default 0 check (recovered_cents >= 0),
    constraint invoices_recover_what_was_given_up check (recovered_cents <= written_off_cents)
);

-- Budget that invoicing allocated to the employment of a part, once, and the invoice that is to bring the money. A month
-- of an open-ended employment has none of its own: `employment_slices` say what brings it.
create table allocations (
    allocation_id text primary key,
    order_id      text not null,
    part          int not null,
    invoice_id    text references invoices,
    cents         bigint not null check (cents > 0),
    currency      text not null,
    allocated_on  date not null,
    constraint allocations_one_per_part unique (order_id, part),
    foreign key (order_id, part) references parts
);
create index allocations_by_invoice on allocations (invoice_id);
create trigger allocations_append_only before update or delete or truncate on allocations
    for each statement execute function refuse_change();

-- One wage per part: worked out once, never again. `month` is the calendar month to which the pay relates.
create table wages (
    wage_id       text primary key,
    order_id      text not null,
    part          int not null,
    member_id     text not null,
    month         text not null,
    budget_cents  bigint not null check (budget_cents > 0),
    gross_cents   bigint not null check (gross_cents > 0),
    cost_cents    bigint not null check (cost_cents between gross_cents and budget_cents),
    net_cents     bigint not null check (net_cents >= 0),
    currency      text not null,
    worked        numeric not null check (worked > 0),
    full_time     numeric not null check (full_time > 0),
    days          int not null check (days > 0),
    strategy      text not null,
    due_on        date not null,
    pay_on        date not null,
    late          boolean not null,
    worked_out_on date not null,
    undeclared    boolean not null default false,
    constraint wages_one_per_part unique (order_id, part),
    foreign key (order_id, part) references parts
);
create index wages_by_member_and_month on wages (member_id, month);
create trigger wages_append_only before update or delete or truncate on wages
    for each statement execute function refuse_change();

-- The explained lines of a wage, from budget to net, as they stand on the payslip.
create table wage_lines (
    wage_id     text not null references wages,
    place       int not null,
    section     text not null check (section in ('budget', 'wage')),
    code        text not null,
    label       text not null,
    base_cents  bigint,
    rate        numeric,
    cents       bigint not null,
    currency    text not null,
    effect      text not null check (effect in ('adds', 'takes', 'explains')),
    rule        text not null,
    source      text not null,
    provisional boolean not null,
    over_cents  bigint,
    plus_cents  bigint,
    less_cents  bigint,
    least_cents bigint,
    limit_cents  bigint,
    divides     boolean not null default false,
    primary key (wage_id, place),
    constraint wage_lines_code_once unique (wage_id, section, code)
);
create trigger wage_lines_append_only before update or delete or truncate on wage_lines
    for each statement execute function refuse_change();

-- The last number and the end of the chain of each year's payslips; locked while one is issued.
create table payslip_series (
    year        int primary key,
    last_number int not null check (last_number >= 0),
    digest      text not null,
    entity      text not null default 'main'
);

-- Payslips, numbered without a gap per year and chained: digest = sha256(previous || number || wage || content digest).
-- content_digest = sha256(salt || content): dropping salt, content and paper erases the person and keeps the chain.
-- Payslips issued before content was kept are chained by their paper instead, which stands here.
create table payslips (
    wage_id        text primary key references wages,
    year           int not null,
    number         int not null check (number > 0),
    issued_on      date not null,
    pdf            bytea,
    salt           bytea not null,
    content_digest text not null,
    digest         text not null,
    content        text,
    constraint payslips_numbered_once unique (year, number),
    constraint payslips_chained_by_one check (num_nonnulls(content, pdf) = 1)
);
create trigger payslips_append_only before update or delete or truncate on payslips
    for each statement execute function refuse_change();

-- The printed payslips, which are compressed already. digest = sha256(salt of the payslip || pdf).
create table payslip_papers (
    wage_id    text primary key references payslips,
    pdf        bytea storage external not null,
    digest     text not null,
    printed_on date not null
);
create trigger payslip_papers_append_only before update or delete or truncate on payslip_papers
    for each statement execute function refuse_change();

-- Payslips whose paper is still to be made; one that could not be made waits with its reason and stops no other.
create table payslips_to_print (
    wage_id           text primary key references payslips,
    set_aside_because text not null default '',
    set_aside_on      date,
    constraint payslips_set_aside_on_a_day check ((set_aside_because = '') = (set_aside_on is null))
);
create index payslips_to_print_next on payslips_to_print (wage_id) where set_aside_because = '';

-- The last batch number of each execution day; locked while a batch is made.
create table batch_series (
    execute_on  date primary key,
    last_number int not null check (last_number > 0),
    entity      text not null default 'main'
);

-- Payment files sent to the bank. The message id follows from day and number, so a repeat is the same file.
create table wage_batches (
    batch_id    text primary key,
    message_id  text not null,
    execute_on  date not null,
    number      int not null,
    count       int not null check (count > 0),
    total_cents bigint not null check (total_cents > 0),
    currency    text not null,
    document_id text not null,
    sent_on     date not null,
    entity      text not null default 'main',
    constraint wage_batches_message_once unique (message_id)
);
create trigger wage_batches_append_only before update or delete or truncate on wage_batches
    for each statement execute function refuse_change();

-- The wages of each batch; one that the bank gave back and that was sent again stands in more than one.
create table batch_wages (
    batch_id text not null references wage_batches,
    wage_id  text not null references wages,
    primary key (batch_id, wage_id)
);
create trigger batch_wages_append_only before update or delete or truncate on batch_wages
    for each statement execute function refuse_change();

-- A pay run that one person proposes and another approves before the bank's cut-off: its wages are held for it, so that
-- no other run sends them. A run that was reopened holds nothing any more.
create table pay_runs (
    run_id      text primary key,
    day         date not null,
    state       text not null check (state in ('proposed', 'approved', 'sent', 'reopened')),
    count       int not null check (count > 0),
    total_cents bigint not null check (total_cents > 0),
    currency    text not null,
    approval_id text not null,
    cut_off     timestamptz not null,
    proposed_by text not null,
    proposed_on date not null
);
create index pay_runs_open on pay_runs (cut_off) where state in ('proposed', 'approved');

-- What becomes of a wage at the bank; its batch is the last one. What of it is still to be paid (negative: what was paid
-- beyond it, since when, and whether its worker agreed that it is taken off their next wages), what of it was set off
-- against one before, and what was open when a run took hold of it.
create table wage_payments (
    wage_id     text primary key references wages,
    state       text not null check (state in (
        'to_send', 'nothing_to_pay', 'sent', 'accepted', 'paid', 'returned', 'rejected')),
    batch_id    text references wage_batches,
    movement_id text,
    paid_on     date,
    returned_on date,
    rejected_on date,
    rejected_because text,
    run_id      text references pay_runs,
    accepted_on date,
    open_cents  bigint not null default 0,
    set_off_cents bigint not null default 0 check (set_off_cents >= 0),
    overpaid_since date,
    set_off_agreed_on date,
    held_cents  bigint,
    constraint wage_payments_in_their_batch foreign key (batch_id, wage_id) references batch_wages,
    constraint wage_payments_sent_in_a_batch check ((batch_id is null) = (state in ('to_send', 'nothing_to_pay'))),
    constraint wage_payments_paid_by_a_movement check (state not in ('paid', 'returned') or movement_id is not null),
    constraint wage_payments_overpaid_since_a_day check ((open_cents < 0) = (overpaid_since is not null))
);
create index wage_payments_to_send on wage_payments (wage_id) where state = 'to_send';
create index wage_payments_by_batch on wage_payments (batch_id);
create index wage_payments_by_run on wage_payments (run_id) where run_id is not null;
create index wage_payments_overpaid on wage_payments (wage_id) where open_cents < 0;

-- Each payment of a wage that left for the bank, for ever: what the bank rejected may be paid after all. The first one
-- bears the wage's id, each later one an id of its own, so that a movement says which payment it is.
create table wage_transfers (
    transfer_id text primary key,
    wage_id     text not null references wages,
    batch_id    text not null references wage_batches,
    cents       bigint not null check (cents > 0),
    state       text not null check (state in ('sent', 'accepted', 'paid', 'returned', 'rejected')),
    verdict_at  timestamptz,
    constraint wage_transfers_one_per_file unique (batch_id, wage_id)
);
create index wage_transfers_by_wage on wage_transfers (wage_id);
create index wage_transfers_under_way on wage_transfers (wage_id) where state in ('sent', 'accepted');

-- What the bank did with them: carried out (1) or gave back (-1), less its costs, which the cooperative bears.
-- Append-only.
create table wage_movements (
    movement_id text not null,
    transfer_id text not null references wage_transfers,
    wage_id     text not null references wages,
    times       int not null check (times in (1, -1)),
    costs_cents bigint not null default 0 check (costs_cents >= 0),
    booked_on   date not null,
    primary key (movement_id, transfer_id)
);
create index wage_movements_by_wage on wage_movements (wage_id);
create trigger wage_movements_append_only before update or delete or truncate on wage_movements
    for each statement execute function refuse_change();

-- What the guarantee fund carries for a wage: advanced in all, recovered so far, lost, regained of what was lost, and
-- charged to the activity because its work was credited.
create table advances (
    advance_id      text primary key,
    wage_id         text not null references wages,
    order_id        text not null,
    part            int not null,
    invoice_id      text not null references invoices,
    member_id       text not null,
    client_id       text not null,
    cost_cents      bigint not null check (cost_cents > 0),
    amount_cents    bigint not null check (amount_cents between 0 and cost_cents),
    recovered_cents bigint not null check (recovered_cents >= 0),
    lost_cents      bigint not null check (lost_cents >= 0),
    currency        text not null,
    opened_on       date not null,
    regained_cents  bigint not null default 0 check (regained_cents >= 0),
    charged_cents   bigint not null default 0 check (charged_cents >= 0),
    constraint advances_one_per_wage_and_invoice unique (wage_id, invoice_id),
    constraint advances_never_overdrawn check (recovered_cents + lost_cents + charged_cents <= amount_cents),
    constraint advances_regain_what_was_lost check (regained_cents <= lost_cents)
);
create index advances_by_invoice on advances (invoice_id);
create index advances_open on advances (client_id) where amount_cents > recovered_cents + lost_cents + charged_cents;

-- Every step of an advance, in order: opened, recovered, lost, regained (negative when a payment was taken back).
create table advance_steps (
    advance_id text not null references advances,
    place      int not null,
    kind       text not null check (kind in ('opened', 'recovered', 'lost', 'regained', 'charged')),
    cents      bigint not null check (cents <> 0),
    currency   text not null,
    event_on   date not null,
    primary key (advance_id, place)
);
create trigger advance_steps_append_only before update or delete or truncate on advance_steps
    for each statement execute function refuse_change();

-- What feeds the guarantee fund, and from whose work: shares of the fee and of the variable contribution, given back
-- with a credited fee. Append-only.
create table fund_inflows (
    order_id  text not null,
    part      int not null,
    place     int not null,
    member_id text not null,
    kind      text not null check (kind in ('fee', 'fee_back', 'mutual')),
    base_cents bigint not null,
    rate      numeric not null check (rate > 0 and rate <= 1),
    cents     bigint not null check (cents <> 0 and (cents < 0) = (kind = 'fee_back')),
    currency  text not null,
    event_on  date not null,
    primary key (order_id, part, place)
);
create index fund_inflows_by_member on fund_inflows (member_id);
create trigger fund_inflows_append_only before update or delete or truncate on fund_inflows
    for each statement execute function refuse_change();

-- Which request asks for a pay run on a day that is far from the clock's.
create table run_requests (
    day         date primary key,
    approval_id text not null
);

-- Whether the fund guarantees an order and its client's money has not come in whole.
create function guarantee_stands(o orders) returns boolean language sql stable as $$
    select o.cancelled_on is null and o.withheld = '' and o.signed_how <> 'none' and o.client_standing = 'open'
       and exists (select from parts p left join allocations a on a.order_id = p.order_id and a.part = p.part
                   left join invoices i on i.invoice_id = a.invoice_id
                   where p.order_id = o.order_id
                     and (i.invoice_id is null
                          or i.paid_cents + i.credited_cents + i.written_off_cents < i.total_cents))
$$;

-- What the fund guarantees of each order: counted once in the totals below, with the same transaction that changes it.
create table guaranteed_orders (
    order_id text primary key references orders,
    cents    bigint not null check (cents > 0),
    currency text not null
);

-- What the fund guarantees together for a client, a member or the clients of a country. Sixteen rows share a total, so
-- that orders signed at the same moment seldom wait for each other; reading one costs the same however many there are.
create table guarantee_totals (
    scope    text not null check (scope in ('client', 'member', 'country')),
    whose    text not null,
    currency text not null,
    place    int not null check (place between 0 and 15),
    cents    bigint not null,
    primary key (scope, whose, currency, place)
);

-- What is owed to an authority for a closed period (negative: claimed back): waiting -> proposed -> sent -> paid.
create table dues (
    due_id        text primary key,
    creditor      text not null check (creditor in ('social_security', 'tax_authority')),
    return_id     text not null,
    entity        text not null check (entity <> ''),
    amount_cents  bigint not null check (amount_cents <> 0),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    due_on        date not null,
    reference     text not null default '',
    state         text not null check (state in ('waiting', 'proposed', 'sent', 'paid')),
    approval_id   text,
    execute_on    date,
    paid_on       date,
    because       text not null default 'return' check (because in ('return', 'paid_twice')),
    refers_to     text references dues,
    since         date not null,
    constraint dues_only_debts_are_sent check (amount_cents > 0 or state in ('waiting', 'paid')),
    constraint dues_sent_under_a_reference check (state in ('waiting', 'paid') or reference <> ''),
    constraint dues_paid_beyond_a_due check ((because = 'paid_twice') = (refers_to is not null))
);
create index dues_open on dues (due_on) where state <> 'paid';
create unique index dues_one_per_return on dues (return_id) where because = 'return';
create index dues_paid_twice on dues (refers_to) where refers_to is not null;

-- Each payment of a due that left for the bank, for ever: what somebody marks as rejected may be paid after all. It bears
-- an id of its own, so that a movement says which payment it is; `times` is how often the bank carried it out for good.
create table due_payments (
    payment_id  text primary key,
    due_id      text not null references dues,
    message_id  text not null,
    document_id text not null,
    cents       bigint not null check (cents > 0),
    execute_on  date not null,
    state       text not null check (state in ('sent', 'rejected', 'paid', 'returned')),
    times       int not null default 0 check (times >= 0),
    rejected_because text not null default '',
    constraint due_payments_one_per_file unique (message_id),
    constraint due_payments_paid_while_money_is_gone check ((state = 'paid') = (times > 0))
);
create unique index due_payments_one_under_way on due_payments (due_id) where state = 'sent';
create index due_payments_by_due on due_payments (due_id);

-- What settled a due, in cents of its own sign (of the other where it is owed again): append-only.
create table due_settlements (
    due_id      text not null references dues,
    place       int not null check (place > 0),
    cents       bigint not null check (cents <> 0),
    how         text not null check (how in ('paid', 'returned', 'received', 'set_off')),
    movement_id text,
    other_id    text references dues,
    settled_on  date not null,
    settled_by  text not null,
    primary key (due_id, place),
    constraint due_settlements_by_a_movement_or_a_due check (
        (movement_id is null) = (how = 'set_off') and (other_id is null) = (how <> 'set_off'))
);
create index due_settlements_by_movement on due_settlements (movement_id);
create trigger due_settlements_append_only before update or delete or truncate on due_settlements
    for each statement execute function refuse_change();

-- Money that somebody recognised as payroll's, until somebody says which due it settles: append-only.
create table incoming_payments (
    movement_id text primary key,
    cents       bigint not null check (cents > 0),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    booked_on   date not null
);
create trigger incoming_payments_append_only before update or delete or truncate on incoming_payments
    for each statement execute function refuse_change();

-- What came back of what was paid beyond a wage: received from the worker, or set off against another wage of theirs.
-- Append-only.
create table wage_recoveries (
    wage_id      text not null references wages,
    place        int not null check (place > 0),
    cents        bigint not null check (cents > 0),
    how          text not null check (how in ('received', 'set_off')),
    movement_id  text references incoming_payments,
    other_id     text references wages,
    recovered_on date not null,
    recovered_by text not null,
    primary key (wage_id, place),
    constraint wage_recoveries_from_money_or_a_wage check (
        (movement_id is null) = (how = 'set_off') and (other_id is null) = (how = 'received'))
);
create index wage_recoveries_by_movement on wage_recoveries (movement_id) where movement_id is not null;
create index wage_recoveries_by_other on wage_recoveries (other_id) where other_id is not null;
create trigger wage_recoveries_append_only before update or delete or truncate on wage_recoveries
    for each statement execute function refuse_change();

-- What of money that came in settles nothing yet.
create function unassigned_cents(r incoming_payments) returns bigint language sql stable as $$
    select (r.cents + (select coalesce(sum(s.cents), 0) from due_settlements s
                       where s.movement_id = r.movement_id and s.how = 'received')
            - (select coalesce(sum(c.cents), 0) from wage_recoveries c where c.movement_id = r.movement_id))::bigint
$$;

-- Periods that a person closed for social security: closed -> accepted or refused -> sent again. A correction is a
-- declaration of its own for the same period, which refers to the first one.
create table social_returns (
    return_id       text primary key,
    entity          text not null check (entity <> ''),
    starts_on       date not null,
    ends_before     date not null,
    due_on          date not null,
    closed_on       date not null,
    closed_by       text not null,
    currency        text not null check (currency ~ '^[A-Z]{3}$'),
    refers_to       text references social_returns,
    attempt         int not null default 1 check (attempt > 0),
    state           text not null check (state in ('closing', 'closed', 'accepted', 'refused')),
    answered_on     date,
    reference       text not null default '',
    refused_because text not null default '',
    leaving_out     int default 0 check (leaving_out >= 0),
    round           int not null default 1 check (round > 0),
    stated_until    text not null default '',
    held_on         date,
    held_because    text not null default '',
    to_send         boolean not null default false,
    constraint social_returns_do_not_run_backwards check (ends_before > starts_on and closed_on >= ends_before),
    constraint social_returns_answered_on_a_day check ((state in ('closing', 'closed')) = (answered_on is null)),
    constraint social_returns_held_for_a_reason
        check ((held_on is null) = (held_because = '') and (held_on is null or state = 'closing'))
);
create unique index social_returns_one_per_period on social_returns (entity, starts_on) where refers_to is null;
create unique index social_returns_one_closing on social_returns (entity) where state = 'closing';

-- What a return states of each worker, in the country's own form, under the worker's place in the file: append-only.
-- `booked` is what the worker's wages had put on the account; `before` what an earlier declaration stated as owed.
create table social_return_workers (
    return_id           text not null references social_returns,
    member_id           text not null,
    place               int not null check (place > 0),
    record              jsonb not null,
    gross_cents         bigint not null check (gross_cents > 0),
    contributions_cents bigint not null check (contributions_cents >= 0),
    reductions_cents    bigint not null check (reductions_cents >= 0),
    special_cents       bigint not null check (special_cents >= 0),
    withheld_cents      bigint not null,
    owed_cents          bigint not null check (owed_cents = contributions_cents - reductions_cents),
    before_cents        bigint not null default 0,
    booked_cents        bigint not null,
    primary key (return_id, member_id),
    constraint social_return_workers_in_their_place unique (return_id, place)
);
create index social_return_workers_by_member on social_return_workers (member_id);
create trigger social_return_workers_append_only before update or delete or truncate on social_return_workers
    for each statement execute function refuse_change();

-- In which return each wage was declared first, once for ever: append-only.
create table social_return_wages (
    wage_id   text primary key references wages,
    return_id text not null references social_returns
);
create index social_return_wages_by_return on social_return_wages (return_id);
create trigger social_return_wages_append_only before update or delete or truncate on social_return_wages
    for each statement execute function refuse_change();

-- Whom a return leaves out, and why: their wages wait for a correction. Append-only.
create table social_return_left_out (
    return_id text not null references social_returns,
    member_id text not null,
    code      text not null,
    why       text not null,
    round     int not null default 1 check (round > 0),
    primary key (return_id, round, member_id)
);
create trigger social_return_left_out_append_only before update or delete or truncate on social_return_left_out
    for each statement execute function refuse_change();

-- What the authority found wrong in a return, worker by worker (nobody where it is about the whole), until it is settled.
create table social_return_anomalies (
    return_id   text not null references social_returns,
    place       int not null,
    member_id   text,
    code        text not null,
    text        text not null,
    recorded_on date not null,
    settled_on  date,
    settled_by  text,
    note        text not null default '',
    primary key (return_id, place),
    constraint social_return_anomalies_settled_by_somebody check ((settled_on is null) = (settled_by is null))
);

-- Months that a person closed for the tax authority, with what was withheld in them.
create table withholding_returns (
    return_id      text primary key,
    entity         text not null check (entity <> ''),
    starts_on      date not null,
    ends_before    date not null,
    due_on         date not null,
    closed_on      date not null,
    closed_by      text not null,
    currency       text not null check (currency ~ '^[A-Z]{3}$'),
    wages          int not null check (wages >= 0),
    withheld_cents bigint not null,
    answered_on    date,
    reference      text not null default '',
    constraint withholding_returns_one_per_period unique (entity, starts_on),
    constraint withholding_returns_do_not_run_backwards check (ends_before > starts_on and closed_on >= ends_before),
    constraint withholding_returns_answered_with_a_reference check ((answered_on is null) = (reference = ''))
);

-- In which month's return each wage stands, once for ever: append-only.
create table withholding_return_wages (
    wage_id   text primary key references wages,
    return_id text not null references withholding_returns
);
create index withholding_return_wages_by_return on withholding_return_wages (return_id);
create trigger withholding_return_wages_append_only before update or delete or truncate on withholding_return_wages
    for each statement execute function refuse_change();

-- What a worker was paid in a calendar year, as the tax authority and the worker are told: the sums of the lines that
-- the country asks for, by code. Append-only.
create table yearly_statements (
    entity    text not null,
    year      int not null,
    member_id text not null,
    number    int not null check (number > 0),
    wages     int not null check (wages > 0),
    first_on  date not null,
    last_on   date not null check (last_on >= first_on),
    figures   jsonb not null,
    currency  text not null,
    closed_on date not null,
    closed_by text not null,
    constraint yearly_statements_one_per_worker primary key (entity, year, member_id),
    constraint yearly_statements_numbered_once unique (entity, year, number)
);
create index yearly_statements_by_member on yearly_statements (member_id, year);
create trigger yearly_statements_append_only before update or delete or truncate on yearly_statements
    for each statement execute function refuse_change();

-- The printed paper of a worker's year, made once from what was stated: append-only.
create table yearly_papers (
    entity     text not null,
    year       int not null,
    member_id  text not null,
    pdf        bytea not null,
    printed_on date not null,
    constraint yearly_papers_printed_once primary key (entity, year, member_id),
    foreign key (entity, year, member_id) references yearly_statements
);
create trigger yearly_papers_append_only before update or delete or truncate on yearly_papers
    for each statement execute function refuse_change();

-- What of a part its client paid before it was worked, by deposits: it counts as paid of what was to be paid for it.
alter table invoices add column prepaid_cents bigint not null default 0 check (prepaid_cents >= 0);

-- Open-ended employments: asked for, agreed when both have signed, ended by notice or agreement.
create table employments (
    employment_id    text primary key,
    order_id         text not null,
    member_id        text not null,
    activity_id      text not null,
    entity           text not null default 'main',
    contract         text not null,
    work             text not null,
    when_short       text not null check (when_short in ('lower_hours', 'unpaid_leave', 'notice')),
    starts_on        date not null,
    asked_on         date not null,
    agreed_on        date,
    last_on          date,
    ended_by         text check (ended_by in ('member_notice', 'cooperative_notice', 'agreement', 'budget_empty',
                                              'never_began', 'death')),
    ended_on         date,
    end_wanted_on    date,
    end_wanted_by    text check (end_wanted_by in ('member', 'cooperative')),
    pays_out         boolean not null default false,
    worked_out_until date,
    blocked_by       text not null default '',
    blocked_why      text not null default '',
    constraint employments_under_one_order unique (order_id),
    constraint employments_ended_whole check (
        (last_on is null) = (ended_by is null) and (last_on is null) = (ended_on is null)),
    constraint employments_end_wanted_by_somebody check ((end_wanted_on is null) = (end_wanted_by is null))
);
create index employments_by_member on employments (member_id);

-- What holds from a day on: the first terms make the contract, later ones change it. No hours is unpaid leave.
create table employment_terms (
    employment_id  text not null references employments,
    place          int not null check (place > 0),
    from_on        date not null,
    weekly_hours   numeric not null check (weekly_hours >= 0),
    cents          bigint not null check (cents >= 0 and (cents = 0) = (weekly_hours = 0)),
    currency       text not null,
    because        text not null check (because in ('asked', 'budget_short', 'leave_over')),
    state          text not null check (state in
        ('asked', 'approved', 'refused', 'agreed', 'lapsed', 'withdrawn')),
    reason         text not null default '',
    asked_on       date not null,
    asked_by       text not null,
    decided_on     date,
    content        text not null default '',
    digest         text not null default '',
    member_signed_at      timestamptz,
    cooperative_signed_at timestamptz,
    cooperative_signed_by text,
    primary key (employment_id, place),
    constraint employment_terms_agreed_by_both check (state <> 'agreed' or because <> 'asked'
        or member_signed_at is not null and cooperative_signed_at is not null),
    constraint employment_terms_signed_as_written check (digest <> ''
        or member_signed_at is null and cooperative_signed_at is null)
);
create unique index employment_terms_one_open on employment_terms (employment_id)
    where state in ('asked', 'approved');

-- The printed contracts and their changes, made once from what was signed. Append-only.
create table employment_papers (
    employment_id text not null,
    place         int not null,
    pdf           bytea storage external not null,
    printed_on    date not null,
    primary key (employment_id, place),
    foreign key (employment_id, place) references employment_terms
);
create trigger employment_papers_append_only before update or delete or truncate on employment_papers
    for each statement execute function refuse_change();

-- What feeds an employment: the budget of a part that was worked inside it, or what was left of an earlier one.
-- Append-only.
create table employment_feeds (
    feed_id       text primary key,
    order_id      text not null references orders,
    from_order_id text not null,
    from_part     int not null,
    from_feed_id  text references employment_feeds,
    invoice_id    text not null references invoices,
    cents         bigint not null check (cents > 0),
    currency      text not null,
    fed_on        date not null,
    foreign key (from_order_id, from_part) references parts
);
create unique index employment_feeds_once on employment_feeds (from_order_id, from_part) where from_feed_id is null;
create index employment_feeds_by_order on employment_feeds (order_id, feed_id);
create index employment_feeds_by_invoice on employment_feeds (invoice_id);
create index employment_feeds_taken_over on employment_feeds (from_feed_id) where from_feed_id is not null;
create trigger employment_feeds_append_only before update or delete or truncate on employment_feeds
    for each statement execute function refuse_change();

-- Which feed brings which cents of a month's budget, counted from `starts_at`. What none brings yet the mutual fund
-- lends. Append-only.
create table employment_slices (
    order_id  text not null,
    part      int not null,
    starts_at bigint not null check (starts_at >= 0),
    feed_id   text not null references employment_feeds,
    cents     bigint not null check (cents > 0),
    on_day    date not null,
    primary key (order_id, part, starts_at),
    foreign key (order_id, part) references parts
);
create index employment_slices_by_feed on employment_slices (feed_id);
create trigger employment_slices_append_only before update or delete or truncate on employment_slices
    for each statement execute function refuse_change();

-- Told beforehand that a budget will not carry an employment: from which month, and what happens instead and when.
create table employment_warnings (
    employment_id text not null references employments,
    place         int not null check (place > 0),
    warned_on     date not null,
    short_from    date not null,
    effective_on  date not null,
    remedy        text not null check (remedy in ('lower_hours', 'unpaid_leave', 'notice')),
    lifted_on     date,
    applied_on    date,
    primary key (employment_id, place)
);
create unique index employment_warnings_one_open on employment_warnings (employment_id)
    where lifted_on is null and applied_on is null;

-- return. What a doctor writes is not kept.
create table absences (
    absence_id   text primary key,
    member_id    text not null,
    kind         text not null check (kind in ('sickness', 'leave', 'unpaid_leave')),
    starts_on    date not null,
    ends_on      date not null check (ends_on >= starts_on),
    asked_on     date not null,
    asked_by     text not null,
    state        text not null check (state in ('asked', 'approved', 'refused', 'withdrawn')),
    reason       text not null default '',
    decided_on   date,
    decided_by   text not null default '' check (decided_by <> member_id),
    certificate  text not null default '',
    certified_on date,
    excused      boolean not null default false,
    other_cause  boolean not null default false,
    brought_days int not null default 0 check (brought_days >= 0),
    back_on      date check (back_on between starts_on and ends_on),
    settled      text not null default '',
    constraint absences_certified_on_a_day check ((certificate = '') = (certified_on is null)),
    constraint absences_refused_with_a_reason check (state <> 'refused' or reason <> '')
);
create index absences_by_member on absences (member_id, starts_on);

-- What was asked: the wage of a part, once, or a quote. `standing` is the place of the answer that stands, 0 before one.
create table pay_requests (
    pay_request_id text primary key,
    kind           text not null check (kind in ('wage', 'quote')),
    order_id       text,
    part           int,
    member_id      text not null,
    contract       text not null,
    ends_on        date not null,
    due_on         date not null,
    pay_on         date not null,
    cents          bigint not null check (cents > 0),
    currency       text not null,
    facts          text not null,
    standing       int not null default 0 check (standing >= 0),
    asked_on       date not null,
    asked_by       text not null,
    constraint pay_requests_one_per_part unique (order_id, part),
    constraint pay_requests_of_a_part check ((kind = 'wage') = (order_id is not null)
        and (order_id is null) = (part is null)),
    foreign key (order_id, part) references parts
);
create unique index pay_requests_quoted_once on pay_requests (facts) where kind = 'quote';
create index pay_requests_waiting on pay_requests (pay_request_id) where standing = 0;

-- The days that were worked, or would be. Append-only.
create table pay_request_days (
    pay_request_id text not null references pay_requests,
    day            date not null,
    hours          numeric not null check (hours > 0),
    primary key (pay_request_id, day)
);
create trigger pay_request_days_append_only before update or delete or truncate on pay_request_days
    for each statement execute function refuse_change();

-- What was answered; from the second on a correction, which stands once a second person has approved it. Append-only.
create table pay_answers (
    pay_request_id text not null references pay_requests,
    place          int not null check (place > 0),
    pay_on         date not null,
    reference      text not null,
    net_cents      bigint not null check (net_cents >= 0),
    currency       text not null,
    approval_id    text,
    answered_on    date not null,
    answered_by    text not null,
    primary key (pay_request_id, place),
    constraint pay_answers_corrected_by_two check ((place = 1) = (approval_id is null))
);
create trigger pay_answers_append_only before update or delete or truncate on pay_answers
    for each statement execute function refuse_change();

-- The lines of an answer, as the country declares them. Append-only.
create table pay_answer_lines (
    pay_request_id text not null,
    place          int not null,
    line           int not null,
    code           text not null,
    cents          bigint not null check (cents >= 0),
    primary key (pay_request_id, place, line),
    constraint pay_answer_lines_code_once unique (pay_request_id, place, code),
    foreign key (pay_request_id, place) references pay_answers
);
create trigger pay_answer_lines_append_only before update or delete or truncate on pay_answer_lines
    for each statement execute function refuse_change();

-- Students: what a worker stated for a calendar year, the later statement counts. Append-only.
create table student_years (
    member_id       text not null,
    year            int not null,
    place           int not null check (place > 0),
    from_on         date not null,
    until_on        date not null check (until_on >= from_on),
    hours_elsewhere int not null check (hours_elsewhere >= 0),
    certificate     text not null,
    stated_on       date not null,
    stated_by       text not null,
    primary key (member_id, year, place)
);
create trigger student_years_append_only before update or delete or truncate on student_years
    for each statement execute function refuse_change();

-- Completed work beyond the law's bounds: it is paid, and somebody says what becomes of it.
create table work_flags (
    flag_id         text primary key,
    order_id        text not null,
    part            int not null,
    kind            text not null check (kind in ('day_too_long', 'pay_below_minimum')),
    day             date not null,
    found           text not null,
    bound           text not null,
    found_on        date not null,
    settled_on      date,
    settled_by      text,
    settled_because text not null default '',
    unique (order_id, part, kind, day),
    foreign key (order_id, part) references parts,
    check ((settled_on is null) = (settled_by is null) and (settled_on is null) = (settled_because = ''))
);

-- The contract of employment of an order, written as it is ordered and again when that is amended; the last one counts.
-- `written_for` spells what was agreed. Signed by both before the first hour, or settled by somebody.
create table order_contracts (
    order_id    text not null references orders,
    place       int not null check (place > 0),
    number      text not null,
    starts_on   date not null,
    ends_on     date not null check (ends_on >= starts_on),
    content     text not null,
    digest      text not null,
    written_for text not null,
    written_on  date not null,
    member_signed_at      timestamptz,
    cooperative_signed_at timestamptz,
    cooperative_signed_by text,
    settled     text not null default '',
    primary key (order_id, place),
    check ((cooperative_signed_at is null) = (cooperative_signed_by is null))
);

-- The printed contracts, made once from what is signed. Append-only.
create table order_contract_papers (
    order_id   text not null,
    place      int not null,
    pdf        bytea storage external not null,
    printed_on date not null,
    primary key (order_id, place),
    foreign key (order_id, place) references order_contracts
);
create trigger order_contract_papers_append_only before update or delete or truncate on order_contract_papers
    for each statement execute function refuse_change();

-- What is owed as holiday pay when an employment without an end is over, by year in which it was earned, and in which
-- part it is paid. What is found later to be owed beside it is another part. Append-only.
create table exit_holiday_pays (
    order_id     text not null,
    part         int not null,
    year         int not null,
    earned_cents bigint not null check (earned_cents >= 0),
    leave_days   int not null check (leave_days >= 0),
    taken_days   int not null check (taken_days >= 0),
    simple_cents bigint not null check (simple_cents >= 0),
    double_cents bigint not null check (double_cents >= 0),
    beyond_cents bigint not null check (beyond_cents >= 0),
    normal_cents bigint not null check (normal_cents >= 0),
    currency     text not null,
    settled_on   date not null,
    primary key (order_id, part, year),
    foreign key (order_id, part) references parts
);
create trigger exit_holiday_pays_append_only before update or delete or truncate on exit_holiday_pays
    for each statement execute function refuse_change();
