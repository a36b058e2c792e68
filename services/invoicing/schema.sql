-- The tables of invoicing as of today, with their constraints. The migrations make the same database (tested).

-- Who may work through the cooperative, as membership says it. A copy: membership owns the truth.
create table members (
    member_id   text primary key,
    admitted_on date not null,
    left_on     date,
    constraint members_leave_after_they_came check (left_on >= admitted_on)
);

-- Who orders work: companies, public bodies, associations, persons. A VAT number's form and check digits were verified, not its life (VIES needs a network).
create table clients (
    client_id         text primary key,
    kind              text not null,
    name              text not null check (name <> ''),
    country           text not null check (country ~ '^[A-Z]{2}$'),
    enterprise_number text not null,
    vat_number        text not null,
    vat_check         text not null check (vat_check in ('format_only', 'not_given')),
    street            text not null,
    postcode          text not null,
    city              text not null,
    email             text not null,
    language          text not null check (language in ('fr', 'nl', 'de', 'en')),
    registered_on     date not null,
    registered_by     text not null default '',
    version           int not null default 1 check (version > 0),
    constraint clients_kind_check check (kind in ('company', 'public_body', 'association', 'person')),
    constraint clients_have_a_number check (kind <> 'company' or enterprise_number <> '' or vat_number <> '')
);
create unique index clients_one_per_enterprise_number on clients (country, enterprise_number)
    where enterprise_number <> '';
create unique index clients_one_per_vat_number on clients (vat_number) where vat_number <> '';

-- What was known of a client, version by version; papers keep the one that they were issued with.
create table client_versions (
    client_id         text not null references clients,
    version           int not null,
    kind              text not null,
    name              text not null,
    country           text not null,
    enterprise_number text not null,
    vat_number        text not null,
    street            text not null,
    postcode          text not null,
    city              text not null,
    email             text not null,
    language          text not null,
    recorded_on       date not null,
    recorded_by       text not null,
    primary key (client_id, version)
);
create trigger client_versions_append_only before update or delete or truncate on client_versions
    for each statement execute function refuse_change();

-- What a member does under the shared number; the books keep an account for each.
create table activities (
    activity_id text primary key,
    member_id   text not null references members,
    name        text not null check (name <> ''),
    opened_on   date not null,
    closed_on   date check (closed_on >= opened_on)
);
create index activities_of_member on activities (member_id);

-- Where the numbers of order forms have come to, by year.
create table order_numbers (
    year int primary key,
    last int not null check (last > 0)
);

-- Order forms between a client and the cooperative: drafted -> sent -> signed -> completed, or cancelled. One half done
-- can be stopped: its open parts are given up.
create table orders (
    order_id            text primary key,
    activity_id         text not null references activities,
    member_id           text not null references members,
    client_id           text not null references clients,
    client_country      text not null,
    title               text not null,
    client_reference    text not null,
    contract            text not null check (contract = 'white_collar'),
    state               text not null check (state in ('drafted', 'sent', 'signed', 'agreed', 'completed', 'cancelled')),
    drafted_on          date not null,
    sent_on             date,
    signed_on           date,
    signed_by           text,
    signature_reference text,
    cancelled_on        date,
    cancelled_because   text,
    cancellation_note   text,
    entity              text not null default 'main' check (entity <> ''),
    number              text not null,
    stopped_on          date,
    stopped_because     text,
    stop_note           text,
    signed_how          text not null default 'recorded' check (signed_how in ('link', 'proof', 'recorded', 'none')),
    trade               text not null default '',
    place               text not null default '',
    constraint orders_numbers_unique unique (number),
    constraint orders_stopped_for_a_reason check (num_nulls(stopped_on, stopped_because, stop_note) in (0, 3)),
    constraint orders_signed_by_somebody check (
        state not in ('signed', 'agreed', 'completed')
        or (signed_on is not null and signed_by is not null and signature_reference is not null)),
    constraint orders_cancelled_on_a_day check (
        (state = 'cancelled') = (cancelled_on is not null and cancelled_because is not null))
);
create index orders_of_activity on orders (activity_id);
create index orders_of_member on orders (member_id);
create index orders_of_client on orders (client_id);

-- The parts of an order form; each is completed, and so invoiced, once. Amounts are without VAT.
create table order_parts (
    order_id      text not null references orders,
    part          int not null check (part > 0),
    description   text not null check (description <> ''),
    starts_on     date not null,
    ends_on       date not null,
    days          int not null check (days > 0),
    hours         numeric(8, 2) not null check (hours > 0),
    cents         bigint not null check (cents > 0),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    completed_on  date,
    registered_on date,
    late          boolean,
    given_up_on   date,
    primary key (order_id, part),
    constraint order_parts_given_up_undone check (given_up_on is null or completed_on is null),
    constraint order_parts_do_not_run_backwards check (ends_on >= starts_on),
    constraint order_parts_completed_then_registered check (
        (completed_on is null) = (registered_on is null) and (completed_on is null) = (late is null)
        and registered_on >= completed_on)
);

-- How the amount of a part is made up; a lump sum is one line.
create table order_lines (
    order_id    text not null,
    part        int not null,
    line        int not null check (line > 0),
    description text not null check (description <> ''),
    quantity    numeric(12, 3) not null check (quantity <> 0),
    unit        text not null check (unit <> ''),
    unit_price  numeric(14, 4) not null check (unit_price >= 0),
    discount    numeric(5, 4) not null check (discount >= 0 and discount < 1),
    supply      text not null check (supply <> ''),
    primary key (order_id, part, line),
    foreign key (order_id, part) references order_parts on delete cascade  -- an amendment replaces open parts whole
);

-- The days worked on a part, as registered at its completion.
create table work_days (
    order_id text not null,
    part     int not null,
    worked_on date not null,
    hours    numeric(5, 2) not null check (hours > 0 and hours <= 24),
    primary key (order_id, part, worked_on),
    foreign key (order_id, part) references order_parts
);
create trigger work_days_append_only before update or delete or truncate on work_days
    for each statement execute function refuse_change();

-- What payroll said of an order: declared (Dimona) and insured, from when to when (both days included), known since.
create table employments (
    order_id          text primary key references orders,
    declaration_id    text,
    declared_on       date,
    declared_from     date,
    declared_until    date,
    refused_because   text,
    cover_id          text,
    insured_on        date,
    insured_from      date,
    insured_until     date,
    constraint employments_declared_whole check (
        num_nulls(declaration_id, declared_on, declared_from, declared_until) in (0, 3, 4)),
    constraint employments_insured_whole check (
        num_nulls(cover_id, insured_on, insured_from, insured_until) in (0, 4))
);

-- One row per series and year, locked by whoever issues its next number: the only hot row, and it must be.
create table invoice_series (
    series         text primary key,
    last_place     int not null check (last_place >= 0),
    last_issued_on date,
    last_digest    text not null,
    entity         text not null default 'main' check (entity <> '')
);

-- The numbers of our range of structured communications.
create sequence invoice_references maxvalue 999999999;

-- Invoices and credit notes for ever: figures, canonical content, the e-invoice made from it, the chain of the series.
-- digest = sha256(digest before || number || content_digest); content_digest = sha256(salt || content || ubl).
create table invoices (
    invoice_id               text primary key,
    kind                     text not null check (kind in ('invoice', 'credit_note')),
    series                   text not null references invoice_series,
    place                    int not null check (place > 0),
    number                   text not null,
    order_id                 text not null references orders,
    part                     int not null,
    activity_id              text not null,
    member_id                text not null,
    client_id                text not null references clients,
    refers_to                text references invoices,
    issued_on                date not null,
    supplied_on              date not null,
    due_on                   date not null,
    currency                 text not null check (currency ~ '^[A-Z]{3}$'),
    net_cents                bigint not null check (net_cents > 0),
    vat_cents                bigint not null check (vat_cents >= 0),
    total_cents              bigint not null,
    structured_communication text not null,
    content                  text not null,
    ubl                      text not null,
    salt                     text not null,
    content_digest           text not null,
    digest                   text not null,
    entity                   text not null default 'main' check (entity <> ''),
    buyer_country            text not null generated always as (coalesce(content::jsonb #>> '{buyer,country}', '')) stored,
    buyer_vat_number         text not null generated always as (coalesce(content::jsonb #>> '{buyer,vat_number}', '')) stored,
    constraint invoices_numbers_unique unique (number),
    constraint invoices_places_unique unique (series, place),
    constraint invoices_add_up check (total_cents = net_cents + vat_cents),
    constraint invoices_credit_notes_refer check ((kind = 'credit_note') = (refers_to is not null)),
    foreign key (order_id, part) references order_parts
);
create unique index invoices_one_per_part on invoices (order_id, part) where kind = 'invoice';
create unique index invoices_communications_unique on invoices (structured_communication)
    where structured_communication <> '';
create index invoices_credit_notes on invoices (refers_to) where refers_to is not null;
create index invoices_of_client on invoices (client_id, invoice_id);
create index invoices_of_member on invoices (member_id, invoice_id);
create index invoices_of_activity on invoices (activity_id);
create trigger invoices_append_only before update or delete or truncate on invoices
    for each statement execute function refuse_change();

-- The tax of each document, per VAT case: what the VAT return adds up.
create table invoice_taxes (
    invoice_id text not null references invoices,
    category   text not null,
    rate       numeric(6, 4) not null check (rate >= 0),
    base_cents bigint not null check (base_cents > 0),
    vat_cents  bigint not null check (vat_cents >= 0),
    primary key (invoice_id, category, rate)
);
create trigger invoice_taxes_append_only before update or delete or truncate on invoice_taxes
    for each statement execute function refuse_change();

-- What clients owe. Open = total - paid - credited - written off; it can never be claimed twice.
create table receivables (
    invoice_id        text primary key references invoices,
    due_on            date not null,
    currency          text not null,
    total_cents       bigint not null check (total_cents > 0),
    paid_cents        bigint not null default 0 check (paid_cents >= 0),
    credited_cents    bigint not null default 0 check (credited_cents >= 0),
    written_off_cents bigint not null default 0 check (written_off_cents >= 0),
    recovered_cents   bigint not null default 0 check (recovered_cents between 0 and written_off_cents),
    overdue_on        date,
    settled_on        date,
    written_off_vat_cents bigint not null default 0,
    recovered_vat_cents bigint not null default 0,
    constraint receivables_lost_vat_within_the_loss check (
        written_off_vat_cents between 0 and written_off_cents and recovered_vat_cents between 0 and recovered_cents),
    constraint receivables_not_claimed_twice check (paid_cents + credited_cents + written_off_cents <= total_cents),
    constraint receivables_settled_when_nothing_is_open check (
        (settled_on is not null) = (paid_cents + credited_cents + written_off_cents = total_cents))
);
create index receivables_open on receivables (due_on) where settled_on is null;

-- What became of the turnover of each invoice: fee + expenses + employment budget = net.
create table budgets (
    allocation_id  text primary key,
    invoice_id     text not null references invoices,
    order_id       text not null,
    part           int not null,
    currency       text not null,
    net_cents      bigint not null,
    fee_rate       numeric(6, 4) not null,
    fee_source     text not null,
    fee_cents      bigint not null check (fee_cents >= 0),
    expenses_cents bigint not null check (expenses_cents >= 0),
    budget_cents   bigint not null check (budget_cents >= 0),
    constraint budgets_one_per_invoice unique (invoice_id),
    constraint budgets_add_up check (fee_cents + expenses_cents + budget_cents = net_cents)
);
create trigger budgets_append_only before update or delete or truncate on budgets
    for each statement execute function refuse_change();

-- Which invoices were given up, when and why; again, when a payment that had come before was taken back.
create table write_offs (
    write_off_id   text primary key,
    invoice_id     text not null references invoices,
    written_off_on date not null,
    currency       text not null,
    cents          bigint not null check (cents > 0),
    reason         text not null,
    vat_cents      bigint not null default 0 check (vat_cents >= 0 and vat_cents <= cents)
);
create index write_offs_of_invoice on write_offs (invoice_id);
create trigger write_offs_append_only before update or delete or truncate on write_offs
    for each statement execute function refuse_change();

-- The paper of each document (PDF/A-3 with the e-invoice inside) and what the official rules said, by which release.
create table invoice_papers (
    invoice_id  text primary key references invoices,
    pdf         bytea not null,
    rules       text not null,
    faults      text not null,
    rendered_on date not null
);
create trigger invoice_papers_append_only before update or delete or truncate on invoice_papers
    for each statement execute function refuse_change();

-- Documents that could not be made or may not leave: each stops no other, and waits for the accountant with its reason.
create table set_aside_documents (
    invoice_id text primary key references invoices,
    reason     text not null,
    since      date not null
);

-- The cooperative's accounts; locked by whoever takes in a statement of one.
create table bank_accounts (
    iban          text primary key,
    entity        text not null default 'main' check (entity <> '')
);

-- Bank files as they came, kept seven years (art. III.86 CEL).
create table bank_files (
    digest  text primary key,
    content text not null
);
create trigger bank_files_append_only before update or delete or truncate on bank_files
    for each statement execute function refuse_change();

-- Statements taken in, each once per account.
create table bank_statements (
    statement_id  text primary key,
    account       text not null references bank_accounts,
    identity      text not null,
    format        text not null check (format in ('coda', 'camt053')),
    file_digest   text not null references bank_files,
    digest        text not null,
    currency      text not null,
    opening_cents bigint not null,
    closing_cents bigint not null,
    closing_on    date not null,
    taken_in_on   date not null,
    constraint bank_statements_taken_in_once unique (account, identity)
);
create trigger bank_statements_append_only before update or delete or truncate on bank_statements
    for each statement execute function refuse_change();

-- Movements with their counterparty. Names and accounts of people stay in this table.
create table bank_movements (
    movement_id              text primary key,
    statement_id             text not null references bank_statements,
    seq                      int not null check (seq > 0),
    booked_on                date not null,
    value_on                 date not null,
    currency                 text not null,
    cents                    bigint not null check (cents <> 0),
    structured_communication text not null,
    end_to_end_id            text not null,
    communication            text not null,
    counterparty_iban        text not null,
    counterparty_bic         text not null,
    counterparty_name        text not null,
    is_return                boolean not null,
    refers_to                text references bank_movements,
    constraint bank_movements_taken_in_once unique (statement_id, seq)
);
create unique index bank_movements_returned_once on bank_movements (refers_to) where refers_to is not null;
create index bank_movements_by_reference on bank_movements (end_to_end_id) where end_to_end_id <> '';
create index bank_movements_by_communication on bank_movements (structured_communication)
    where structured_communication <> '';
create trigger bank_movements_append_only before update or delete or truncate on bank_movements
    for each statement execute function refuse_change();

-- As what each format told a movement: no file, whatever its format and its order, books it again.
create table bank_movement_reports (
    movement_id    text not null references bank_movements,
    format         text not null,
    bank_reference text not null,
    ordinal        int not null check (ordinal > 0),
    primary key (movement_id, format)
);
create trigger bank_movement_reports_append_only before update or delete or truncate on bank_movement_reports
    for each statement execute function refuse_change();

-- Movements that a statement told though they were booked already.
create table bank_known_movements (
    statement_id text not null references bank_statements,
    seq          int not null check (seq > 0),
    movement_id  text not null references bank_movements,
    cents        bigint not null,
    primary key (statement_id, seq)
);
create trigger bank_known_movements_append_only before update or delete or truncate on bank_known_movements
    for each statement execute function refuse_change();
create index bank_movements_of_payer on bank_movements (counterparty_iban) where counterparty_iban <> '';
create index bank_movements_by_day on bank_movements (booked_on);
create index bank_movement_reports_by_reference on bank_movement_reports (bank_reference) where bank_reference <> '';

-- A statement is kept whole at once; its movements wait here and are booked in sets, each set one transaction. `fault`:
-- why one of them could not be booked; it stops no other and is tried again.
create table bank_staged_movements (
    movement_id              text primary key,
    statement_id             text not null references bank_statements,
    account                  text not null references bank_accounts,
    seq                      int not null check (seq > 0),
    booked_on                date not null,
    value_on                 date not null,
    currency                 text not null,
    cents                    bigint not null check (cents <> 0),
    structured_communication text not null,
    end_to_end_id            text not null,
    communication            text not null,
    counterparty_iban        text not null,
    counterparty_bic         text not null,
    counterparty_name        text not null,
    is_return                boolean not null,
    format                   text not null,
    bank_reference           text not null,
    ordinal                  int not null check (ordinal > 0),
    fault                    text not null default '',
    constraint bank_staged_movements_once unique (statement_id, seq)
);
create index bank_staged_movements_in_order on bank_staged_movements (account, statement_id, seq);

-- Movements in suspense until somebody says whose they are.
create table unmatched_movements (
    movement_id text primary key references bank_movements,
    noticed_on  date not null,
    matched_on  date,
    invoice_id  text references invoices,
    client_id   text references clients,
    reason      text not null default 'nothing_known',
    booked_as   text,
    claimed_for text,
    constraint unmatched_movements_matched_whole check (
        (matched_on is null) = (num_nonnulls(invoice_id, client_id, booked_as, claimed_for) = 0)
        and num_nonnulls(invoice_id, client_id, booked_as, claimed_for) <= 1)
);
create index unmatched_movements_waiting on unmatched_movements (movement_id) where matched_on is null;

-- Money that was placed wrongly goes back to suspense, and is placed again: each placing has its place.
create table placements_undone (
    movement_id text not null references bank_movements,
    place       int not null check (place > 0),
    placed_as   text not null check (placed_as in ('payment', 'on_account', 'own', 'grant')),
    because     text not null check (because <> ''),
    undone_on   date not null,
    undone_by   text not null,
    primary key (movement_id, place)
);
create trigger placements_undone_append_only before update or delete or truncate on placements_undone
    for each statement execute function refuse_change();

-- How money that came in for an invoice was used: on what was open, on what was written off, as the client's credit.
create table payments (
    payment_id      text primary key,
    movement_id     text not null references bank_movements,
    invoice_id      text not null references invoices,
    paid_on         date not null,
    currency        text not null,
    applied_cents   bigint not null check (applied_cents >= 0),
    recovered_cents bigint not null check (recovered_cents >= 0),
    credit_cents    bigint not null check (credit_cents >= 0),
    matched_by      text not null default 'reference',
    constraint payments_of_something check (applied_cents + recovered_cents + credit_cents > 0),
    place           int not null default 0 check (place >= 0),
    constraint payments_once_per_movement unique (movement_id, invoice_id, place)
);
create trigger payments_append_only before update or delete or truncate on payments
    for each statement execute function refuse_change();
create index payments_of_invoice on payments (invoice_id);

-- Payments that the bank took back, each by the movement that did it.
create table payment_reversals (
    payment_id  text primary key references payments,
    movement_id text not null references bank_movements,
    reversed_on date not null
);
create trigger payment_reversals_append_only before update or delete or truncate on payment_reversals
    for each statement execute function refuse_change();

-- What a client has with the house beside their invoices: paid above what was owed, or credited after it was paid. It is
-- set off against another invoice or refunded; below zero the client owes what was given back to them too much.
create table client_account_entries (
    entry_id   text primary key,
    client_id  text not null references clients,
    kind       text not null check (kind in ('overpaid', 'taken_back', 'credit_note', 'set_off', 'refund',
                                             'refund_returned', 'received')),
    document   text not null,
    invoice_id text references invoices,
    entity     text not null check (entity <> ''),
    currency   text not null,
    cents      bigint not null check (cents <> 0),
    entered_on date not null,
    constraint client_account_documents_once unique (kind, document)
);
create index client_account_of_client on client_account_entries (client_id);
create trigger client_account_entries_append_only before update or delete or truncate on client_account_entries
    for each statement execute function refuse_change();

-- Order forms as they were sent: the canonical text that the client signs, to whom it went, until when it is valid.
create table order_forms (
    form_id      text primary key,
    order_id     text not null references orders,
    version      int not null check (version > 0),
    content      text not null,
    digest       text not null check (digest ~ '^[0-9a-f]{64}$'),
    language     text not null,
    contact_name text not null,
    mailbox      text not null,
    valid_until  date not null,
    sent_on      date not null,
    sent_by      text not null,
    constraint order_forms_versions_unique unique (order_id, version)
);
create trigger order_forms_append_only before update or delete or truncate on order_forms
    for each statement execute function refuse_change();

-- How far each form has come, what its client answered, and the code that holds (its salted digest, never itself).
create table order_form_standings (
    form_id     text primary key references order_forms,
    state       text not null check (state in ('sent', 'change_asked', 'accepted', 'declined', 'revoked', 'replaced',
                                               'locked')),
    answer      text not null default '',
    wrong_codes int not null default 0 check (wrong_codes between 0 and 5),
    codes_sent  int not null default 0 check (codes_sent between 0 and 10),
    code_salt   text,
    code_digest text,
    code_until  timestamptz,
    set_aside   text not null default '',
    constraint order_form_standings_codes_whole check (num_nulls(code_salt, code_digest, code_until) in (0, 3))
);

-- The paper of each form; who accepts the form accepts the paper with this digest.
create table order_form_papers (
    form_id text primary key references order_forms,
    pdf     bytea not null,
    digest  text not null,
    made_on date not null
);
create trigger order_form_papers_append_only before update or delete or truncate on order_form_papers
    for each statement execute function refuse_change();

-- Links that were mailed: the digest of each token, never the token.
create table order_form_links (
    link_digest text primary key,
    form_id     text not null references order_forms,
    made_at     timestamptz not null
);
create trigger order_form_links_append_only before update or delete or truncate on order_form_links
    for each statement execute function refuse_change();

-- What happened to a form, chained: digest = sha256(digest before, place, sha256(salt, entry)).
create table order_form_evidence (
    form_id text not null references order_forms,
    place   int not null check (place > 0),
    salt    text not null,
    entry   text not null,
    digest  text not null,
    primary key (form_id, place)
);
create trigger order_form_evidence_append_only before update or delete or truncate on order_form_evidence
    for each statement execute function refuse_change();

-- Other proofs that a client signed: uploaded by one, decided by another.
create table signed_proofs (
    proof_id    text primary key,
    order_id    text not null references orders,
    signed_by   text not null,
    signed_on   date not null,
    media_type  text not null,
    content     bytea not null,
    digest      text not null,
    uploaded_by text not null,
    uploaded_on date not null,
    state       text not null check (state in ('waiting', 'approved', 'refused')),
    decided_by  text,
    decided_on  date,
    reason      text not null default '',
    constraint signed_proofs_decided_whole check ((state = 'waiting') = (decided_by is null)
        and (decided_by is null) = (decided_on is null)),
    constraint signed_proofs_four_eyes check (decided_by <> uploaded_by)
);
create index signed_proofs_of_order on signed_proofs (order_id);

-- How far a client is trusted, change by change; the last one holds, none means fully.
create table client_standing_changes (
    change     bigint generated always as identity primary key,
    client_id  text not null references clients,
    standing   text not null check (standing in ('open', 'prepaid_only', 'blocked')),
    reason     text not null check (reason <> ''),
    changed_on date not null,
    changed_by text not null
);
create index client_standing_changes_of_client on client_standing_changes (client_id, change);
create trigger client_standing_changes_append_only before update or delete or truncate on client_standing_changes
    for each statement execute function refuse_change();

-- What members bought, or drove, for their activities: kept first, claimed later, each once.
create table receipts (
    receipt_id      text primary key,
    member_id       text not null references members,
    bought_on       date not null,
    supplier        text not null,
    supplier_number text not null,
    number          text not null,
    country         text not null check (country ~ '^[A-Z]{2}$'),
    category        text not null check (category <> ''),
    names_entity    boolean not null,
    currency        text not null check (currency ~ '^[A-Z]{3}$'),
    gross_cents     bigint not null check (gross_cents > 0),
    kilometres      numeric(7, 1) check (kilometres > 0),
    digest          text not null check (digest ~ '^[0-9a-f]{64}$'),
    media_type      text not null,
    content         bytea not null,
    kept_on         date not null,
    kept_by         text not null,
    claim_id        text,
    dropped_on      date,
    constraint receipts_not_dropped_when_claimed check (claim_id is null or dropped_on is null)
);
create index receipts_of_member on receipts (member_id, receipt_id);
create index receipts_of_claim on receipts (claim_id) where claim_id is not null;
create unique index receipts_one_per_file on receipts (digest) where dropped_on is null;
create unique index receipts_one_per_name_and_number on receipts
    (lower(regexp_replace(supplier, '[^[:alnum:]]', '', 'g')), upper(regexp_replace(number, '[^[:alnum:]]', '', 'g')))
    where dropped_on is null and number <> '';
create unique index receipts_one_per_supplier_and_number on receipts
    (upper(regexp_replace(supplier_number, '[^[:alnum:]]', '', 'g')), upper(regexp_replace(number, '[^[:alnum:]]', '', 'g')))
    where dropped_on is null and number <> '' and supplier_number <> '';

-- The tax that a receipt shows, by rate.
create table receipt_taxes (
    receipt_id text not null references receipts,
    rate       numeric not null check (rate >= 0),
    base_cents bigint not null check (base_cents > 0),
    vat_cents  bigint not null check (vat_cents >= 0),
    primary key (receipt_id, rate)
);
create trigger receipt_taxes_append_only before update or delete or truncate on receipt_taxes
    for each statement execute function refuse_change();

-- Claims: asked -> approved -> sent -> paid; refused and withdrawn free their receipts; returned is owed again, and sent
-- again. `cost` is what the activity bears: what is refunded less the tax that the State gives back.
create table expense_claims (
    claim_id         text primary key,
    activity_id      text not null references activities,
    member_id        text not null references members,
    entity           text not null default 'main' check (entity <> ''),
    state            text not null check (state in ('asked', 'approved', 'refused', 'withdrawn', 'sent', 'paid', 'returned')),
    asked_on         date not null,
    asked_by         text not null,
    payee_name       text not null,
    iban             text not null,
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    refunded_cents   bigint not null check (refunded_cents > 0),
    deductible_cents bigint not null check (deductible_cents >= 0),
    decided_on       date,
    decided_by       text,
    reason           text not null default '',
    booked_on        date,
    reference        text not null default '',
    paid_on          date,
    constraint expense_claims_cost_something check (deductible_cents < refunded_cents),
    constraint expense_claims_decided_whole check (num_nulls(decided_on, decided_by) in (0, 2)
        and (state not in ('approved', 'refused', 'sent', 'paid', 'returned') or decided_by is not null)),
    constraint expense_claims_four_eyes check (decided_by <> asked_by and decided_by <> member_id),
    constraint expense_claims_booked_when_sent check ((state in ('sent', 'paid', 'returned')) = (booked_on is not null))
);
create index expense_claims_of_activity on expense_claims (activity_id, state);
create index expense_claims_of_member on expense_claims (member_id, claim_id);
create index expense_claims_by_state on expense_claims (state, claim_id);
create unique index expense_claims_by_reference on expense_claims (reference) where reference <> '';
alter table receipts add constraint receipts_of_a_claim foreign key (claim_id) references expense_claims;

-- What a claim asks of each receipt, by the rules of the day of the receipt; `purchase` says how the State hears of it,
-- and is empty where it does not.
create table expense_lines (
    claim_id         text not null references expense_claims,
    receipt_id       text not null references receipts,
    line             int not null check (line > 0),
    refunded_cents   bigint not null check (refunded_cents > 0),
    vat_cents        bigint not null check (vat_cents >= 0),
    vat_share        numeric not null check (vat_share between 0 and 1),
    deductible_cents bigint not null check (deductible_cents between 0 and vat_cents),
    purchase         text not null,
    source           text not null,
    primary key (claim_id, receipt_id)
);
create trigger expense_lines_append_only before update or delete or truncate on expense_lines
    for each statement execute function refuse_change();
create index expense_lines_of_receipt on expense_lines (receipt_id);

-- What activities may spend on expenses: of each invoice what its client has paid (or the house bears, whether
-- it gets that back or not) beyond its fee and
-- the wages planned of it, less what was spent; never more than the activity's account holds beyond what it owes.
create function expense_money(of_activities text[], accounts text[], owed_accounts text[])
returns table (activity_id text, currency text, cents bigint)
language sql stable as $$
    with received as (
        select i.activity_id, i.currency, sum(greatest(0,
            (r.paid_cents + r.written_off_cents) * i.net_cents / nullif(i.total_cents, 0)
            - b.fee_cents - b.budget_cents)) as cents
        from invoices i join receivables r using (invoice_id) join budgets b using (invoice_id)
        where i.activity_id = any(of_activities) and b.expenses_cents > 0
        group by i.activity_id, i.currency),
    spent as (
        select c.activity_id, sum(c.refunded_cents - c.deductible_cents) as cents
        from expense_claims c where c.activity_id = any(of_activities) and c.booked_on is not null group by c.activity_id),
    held as (
        select p.activity as activity_id, p.currency, -sum(p.cents) as cents
        from ledger_postings p where p.activity = any(of_activities) and p.account = any(accounts || owed_accounts)
        group by p.activity, p.currency)
    select received.activity_id, received.currency,
           greatest(0, least(received.cents - coalesce(spent.cents, 0), coalesce(held.cents, 0)))::bigint
    from received left join spent using (activity_id) left join held using (activity_id, currency)
$$;

-- Orders that somebody looks at before their form leaves: the risks that were found, and what was decided.
create table order_screenings (
    screening_id text primary key,
    order_id     text not null references orders,
    digest       text not null,
    risks        text[] not null check (cardinality(risks) > 0),
    state        text not null check (state in ('asked', 'approved', 'refused')),
    asked_on     date not null,
    asked_by     text not null,
    decided_by   text not null default '',
    decided_on   date,
    decision     text not null default '',
    appeal       text not null default '',
    constraint order_screenings_one_per_content unique (order_id, digest)
);

-- What the State hears of: the tax of each document, of each loss on a client (claimed back) and its recovery, and of
-- purchases. Tax falls due when the invoice is issued, or on the latest day on which it had to be, whichever comes first;
-- that of a purchase is given back when it is booked.
create function vat_facts(of_entity text, accounts_of_losses text[], latest_invoice_day int)
returns table (document text, kind text, category text, rate numeric, country text, vat_number text, tax_on date,
               currency text, base_cents bigint, vat_cents bigint)
language sql stable as $$
    select i.invoice_id, i.kind, t.category, t.rate, i.buyer_country, i.buyer_vat_number,
           case i.kind when 'credit_note' then i.issued_on else least(
               i.issued_on,
               (date_trunc('month', i.supplied_on) + interval '1 month')::date + (latest_invoice_day - 1)) end,
           i.currency, t.base_cents, t.vat_cents
    from invoices i join invoice_taxes t using (invoice_id) where i.entity = of_entity
    union all
    select e.document, case when sum(p.cents) > 0 then 'loss' else 'recovery' end, '', 0, '', '', e.event_on, p.currency,
           0, abs(sum(p.cents))::bigint
    from ledger_postings p join ledger_entries e on e.id = p.entry_id
    where p.account = any(accounts_of_losses) and e.entity = of_entity and e.journal in ('losses', 'payments')
    group by e.document, e.event_on, p.currency having sum(p.cents) <> 0
    union all
    select l.receipt_id, 'purchase_of_' || l.purchase, '', 0, '', '', c.booked_on, c.currency,
           l.refunded_cents - l.deductible_cents, l.deductible_cents
    from expense_lines l join expense_claims c using (claim_id)
    where c.entity = of_entity and c.booked_on is not null and l.purchase <> ''
$$;

-- Periods that a person closed: closed -> accepted or refused -> sent again. What is due is positive, what is claimed negative.
create table vat_returns (
    return_id       text primary key,
    entity          text not null check (entity <> ''),
    starts_on       date not null,
    ends_before     date not null,
    due_on          date not null,
    closed_on       date not null,
    closed_by       text not null,
    currency        text not null check (currency ~ '^[A-Z]{3}$'),
    balance_cents   bigint not null,
    refund          boolean not null,
    attempt         int not null default 1 check (attempt > 0),
    state           text not null check (state in ('closed', 'accepted', 'refused')),
    answered_on     date,
    reference       text not null default '',
    refused_because text not null default '',
    constraint vat_returns_one_per_period unique (entity, starts_on),
    constraint vat_returns_do_not_run_backwards check (ends_before > starts_on and closed_on >= ends_before),
    constraint vat_returns_answered_on_a_day check ((state = 'closed') = (answered_on is null))
);

-- What each document put into which grid of the return, once for ever; `late` when its tax fell due in an earlier period.
create table vat_return_entries (
    return_id text not null references vat_returns,
    document  text not null,
    grid      text not null,
    cents     bigint not null check (cents > 0),
    tax_on    date not null,
    late      boolean not null,
    primary key (document, grid)
);
create index vat_return_entries_of_grid on vat_return_entries (return_id, grid, document);
create trigger vat_return_entries_append_only before update or delete or truncate on vat_return_entries
    for each statement execute function refuse_change();

-- Letters that reminded clients, as they left.
create table reminder_letters (
    letter_id text primary key,
    client_id text not null references clients,
    step      text not null check (step in ('reminder', 'formal_demand')),
    sent_on   date not null,
    by_mail   boolean not null,
    pdf       bytea not null
);
create index reminder_letters_of_client on reminder_letters (client_id);

-- The steps that were taken about each invoice, each once, with what was asked.
create table reminder_steps (
    invoice_id     text not null references invoices,
    step           text not null check (step in ('reminder', 'member_asked', 'formal_demand', 'collector')),
    done_on        date not null,
    letter_id      text references reminder_letters,
    currency       text not null,
    open_cents     bigint not null check (open_cents > 0),
    interest_cents bigint not null check (interest_cents >= 0),
    lump_cents     bigint not null check (lump_cents >= 0),
    constraint reminder_steps_once primary key (invoice_id, step)
);
create trigger reminder_steps_append_only before update or delete or truncate on reminder_steps
    for each statement execute function refuse_change();

-- What a member knows of a client who does not pay: asked before the formal demand.
create table late_questions (
    invoice_id  text primary key references invoices,
    member_id   text not null,
    asked_on    date not null,
    answer      text check (answer in ('go_on', 'wait', 'disputed')),
    answered_on date,
    answered_by text not null default '',
    wait_until  date,
    note        text not null default '',
    constraint late_questions_answered_on_a_day check ((answer is null) = (answered_on is null)),
    constraint late_questions_wait_until_a_day check ((answer = 'wait') = (wait_until is not null) or answer is null)
);
create index late_questions_of_member on late_questions (member_id);

-- Invoices that their client contests: nothing is asked while one is open.
create table disputes (
    dispute_id text primary key,
    invoice_id text not null references invoices,
    opened_on  date not null,
    opened_by  text not null,
    reason     text not null check (reason <> ''),
    closed_on  date check (closed_on >= opened_on),
    closed_by  text not null default '',
    outcome    text not null default ''
);
create unique index disputes_one_open on disputes (invoice_id) where closed_on is null;

-- Plans by which a client pays in parts; nothing is asked while one is kept.
create table payment_plans (
    plan_id           text primary key,
    invoice_id        text not null references invoices,
    agreed_on         date not null,
    agreed_by         text not null,
    currency          text not null,
    paid_before_cents bigint not null check (paid_before_cents >= 0),
    ended_on          date,
    ended_because     text not null default ''
);
create unique index payment_plans_one_runs on payment_plans (invoice_id) where ended_on is null;
create table plan_instalments (
    plan_id text not null references payment_plans,
    due_on  date not null,
    cents   bigint not null check (cents > 0),
    primary key (plan_id, due_on)
);
create trigger plan_instalments_append_only before update or delete or truncate on plan_instalments
    for each statement execute function refuse_change();

-- What a collector asks for in our place.
create table handed_over (
    invoice_id text primary key references invoices,
    collector  text not null check (collector <> ''),
    handed_on  date not null,
    handed_by  text not null,
    currency   text not null,
    cents      bigint not null check (cents > 0)
);
create trigger handed_over_append_only before update or delete or truncate on handed_over
    for each statement execute function refuse_change();

-- What is issued or told is never changed; where a person's right wants it, and the law no longer wants it kept, it is
-- emptied (GDPR art. 17): its numbers, amounts, days and digests stay, and so do the chains over them.
create function only_erased() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.erased_on is not null
            and to_jsonb(new) - tg_argv - array['erased_on'] = to_jsonb(old) - tg_argv - array['erased_on']
            and not exists (select from unnest(tg_argv) as emptied
                            where coalesce(to_jsonb(new) ->> emptied, '') not in ('', '{}', '\x')
                              and to_jsonb(new) ->> emptied is distinct from to_jsonb(old) ->> emptied)
        then
            return new;
        end if;
    end if;
    raise exception 'rows of % are erased, never changed', tg_table_name using errcode = 'restrict_violation';
end $$;

alter table clients add column erased_on date;
alter table client_versions add column erased_on date;
drop trigger client_versions_append_only on client_versions;
create trigger client_versions_only_erased before update on client_versions for each row execute function
    only_erased('name', 'enterprise_number', 'vat_number', 'street', 'postcode', 'city', 'email');
create trigger client_versions_never_deleted before delete or truncate on client_versions
    for each statement execute function only_erased();

alter table order_forms add column erased_on date;
drop trigger order_forms_append_only on order_forms;
create trigger order_forms_only_erased before update on order_forms for each row execute function
    only_erased('content', 'contact_name', 'mailbox');
create trigger order_forms_never_deleted before delete or truncate on order_forms
    for each statement execute function only_erased();

alter table order_form_papers add column erased_on date;
drop trigger order_form_papers_append_only on order_form_papers;
create trigger order_form_papers_only_erased before update on order_form_papers
    for each row execute function only_erased('pdf');
create trigger order_form_papers_never_deleted before delete or truncate on order_form_papers
    for each statement execute function only_erased();

alter table order_form_evidence add column erased_on date;
drop trigger order_form_evidence_append_only on order_form_evidence;
create trigger order_form_evidence_only_erased before update on order_form_evidence
    for each row execute function only_erased('salt', 'entry');
create trigger order_form_evidence_never_deleted before delete or truncate on order_form_evidence
    for each statement execute function only_erased();

alter table invoices add column erased_on date;
drop trigger invoices_append_only on invoices;
create trigger invoices_only_erased before update on invoices for each row execute function
    only_erased('content', 'ubl', 'salt', 'buyer_country', 'buyer_vat_number');
create trigger invoices_never_deleted before delete or truncate on invoices
    for each statement execute function only_erased();

alter table invoice_papers add column erased_on date;
drop trigger invoice_papers_append_only on invoice_papers;
create trigger invoice_papers_only_erased before update on invoice_papers
    for each row execute function only_erased('pdf');
create trigger invoice_papers_never_deleted before delete or truncate on invoice_papers
    for each statement execute function only_erased();

alter table bank_files add column erased_on date;
drop trigger bank_files_append_only on bank_files;
create trigger bank_files_only_erased before update on bank_files
    for each row execute function only_erased('content');
create trigger bank_files_never_deleted before delete or truncate on bank_files
    for each statement execute function only_erased();

alter table bank_movements add column erased_on date;
drop trigger bank_movements_append_only on bank_movements;
create trigger bank_movements_only_erased before update on bank_movements for each row execute function
    only_erased('communication', 'counterparty_iban', 'counterparty_bic', 'counterparty_name');
create trigger bank_movements_never_deleted before delete or truncate on bank_movements
    for each statement execute function only_erased();

-- Erasures of clients who are persons, and of members: what was removed, what is kept, by which law and until when.
create table erasures (
    erasure_id   text primary key,
    kind         text not null check (kind in ('client', 'member')),
    subject      text not null,
    requested_on date not null,
    requested_by text not null,
    kept_until   date not null,
    completed_on date,
    constraint erasures_once unique (kind, subject)
);
create index erasures_to_complete on erasures (kept_until) where completed_on is null;
create table erasure_lines (
    erasure_id text not null references erasures,
    place      text not null,
    done       text not null check (done in ('erased', 'kept')),
    on_day     date not null,
    rows_found int not null,
    law        text not null,
    kept_until date,
    constraint erasure_lines_kept_by_law check ((done = 'kept') = (kept_until is not null)),
    primary key (erasure_id, place, done)
);
create trigger erasure_lines_append_only before update or delete or truncate on erasure_lines
    for each statement execute function refuse_change();

-- A debit in suspense may be a transfer of ours whose id the bank left out: which refund it carries out, each once.
alter table unmatched_movements add column refund_of text;
create unique index unmatched_movements_refund_once on unmatched_movements (refund_of) where refund_of is not null;

-- A movement in suspense may take back, or give back, an earlier one though the bank does not say so: which, each once.
alter table unmatched_movements add column returns text references bank_movements;
create unique index unmatched_movements_returned_once on unmatched_movements (returns) where returns is not null;

-- Deposits: what is claimed, or given back, of a part before it is worked; the invoice of the work takes it off, once.
alter table invoices add column in_advance boolean not null default false;
drop index invoices_one_per_part;
create unique index invoices_one_per_part on invoices (order_id, part) where kind = 'invoice' and not in_advance;
create index invoices_in_advance on invoices (order_id, part) where in_advance;
create table deposit_deductions (
    deposit_id text primary key references invoices,
    invoice_id text not null references invoices,
    currency   text not null,
    cents      bigint not null check (cents > 0)
);
create index deposit_deductions_of_invoice on deposit_deductions (invoice_id);
create trigger deposit_deductions_append_only before update or delete or truncate on deposit_deductions
    for each statement execute function refuse_change();

-- An activity has an administrator, whose it is, and participants, who work orders in it.
create table activity_participants (
    activity_id text not null references activities,
    member_id   text not null references members,
    joined_on   date not null,
    left_on     date check (left_on >= joined_on),
    primary key (activity_id, member_id)
);

-- What several people work for one client is agreed by one form: that of the order to which the others are joined. Each
-- has its own parts, employment, invoices and budget.
alter table orders add column joined_to text references orders;
create index orders_joined on orders (joined_to) where joined_to is not null;

-- Entries by hand (accruals, provisions): proposed by one person, booked by another.
create table adjustments (
    adjustment_id text primary key check (adjustment_id ~ '^adj_[0-9a-f]{32}$'),
    state         text not null default 'proposed' check (state in ('proposed', 'booked', 'withdrawn')),
    entity        text not null check (entity <> ''),
    text          text not null check (text <> ''),
    event_on      date not null,
    taken_back_on date,
    proposed_by   text not null,
    proposed_on   date not null,
    decided_by    text not null default '',
    decided_on    date,
    reason        text not null default '',
    constraint adjustments_by_two check (state <> 'booked' or decided_by <> proposed_by),
    constraint adjustments_decided_by_somebody check (
        (state = 'proposed') = (decided_on is null) and (state = 'proposed') = (decided_by = '')),
    constraint adjustments_taken_back_later check (taken_back_on > event_on)
);
create index adjustments_waiting on adjustments (state, adjustment_id);

create table adjustment_lines (
    adjustment_id text not null references adjustments,
    line          int not null,
    account       text not null check (account <> ''),
    cents         bigint not null check (cents <> 0),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    primary key (adjustment_id, line)
);
create trigger adjustment_lines_append_only before update or delete or truncate on adjustment_lines
    for each statement execute function refuse_change();

-- What membership told of a member's shares: how many, and the last day on which they let the member use the services
-- (nothing: for ever, or none is left). Of whom nothing was told, nothing is judged.
create table member_shares (
    member_id   text primary key,
    holding     int not null check (holding >= 0),
    holds_until date
);

-- Budget that moved from one activity to another; nothing was sold, so there is no invoice. It is given back by a second
-- one, once.
create table budget_transfers (
    transfer_id   text primary key,
    from_activity text not null references activities,
    to_activity   text not null references activities,
    entity        text not null check (entity <> ''),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    cents         bigint not null check (cents > 0),
    moved_on      date not null,
    moved_by      text not null,
    reverses      text references budget_transfers,
    constraint budget_transfers_between_two check (from_activity <> to_activity),
    constraint budget_transfers_reversed_once unique (reverses)
);
create index budget_transfers_from on budget_transfers (from_activity);
create index budget_transfers_to on budget_transfers (to_activity);
create trigger budget_transfers_append_only before update or delete or truncate on budget_transfers
    for each statement execute function refuse_change();

-- Grants and sponsoring: money that enters an activity without an order, and bears the fee; each is one movement that
-- waited in suspense. One that its giver or the bank took back is returned, once.
create table grants (
    grant_id    text primary key,
    movement_id text not null references bank_movements,
    activity_id text not null references activities,
    member_id   text not null references members,
    entity      text not null check (entity <> ''),
    kind        text not null check (kind in ('grant', 'sponsoring')),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    cents       bigint not null check (cents > 0),
    fee_rate    numeric(6, 4) not null check (fee_rate >= 0),
    fee_source  text not null,
    fee_cents   bigint not null check (fee_cents between 0 and cents),
    received_on date not null,
    recorded_on date not null,
    recorded_by text not null,
    place       int not null default 0 check (place >= 0),
    constraint grants_once_per_movement unique (movement_id, place)
);
create index grants_of_activity on grants (activity_id, grant_id);
create trigger grants_append_only before update or delete or truncate on grants
    for each statement execute function refuse_change();
create table grant_returns (
    grant_id    text primary key references grants,
    movement_id text not null references bank_movements,
    returned_on date not null
);
create trigger grant_returns_append_only before update or delete or truncate on grant_returns
    for each statement execute function refuse_change();

-- What activities may spend: of each invoice what its client has paid (or the house bears, whether it gets that back or
-- not) beyond its fee and the wages planned of it, what other activities gave, and grants beyond their fee, less what was
-- given and spent; never more than the activity's account holds beyond what it owes.
create or replace function expense_money(of_activities text[], accounts text[], owed_accounts text[])
returns table (activity_id text, currency text, cents bigint)
language sql stable as $$
    with moved as (
        select i.activity_id, i.currency, greatest(0,
            (r.paid_cents + r.written_off_cents) * i.net_cents / nullif(i.total_cents, 0)
            - b.fee_cents - b.budget_cents) as cents
        from invoices i join receivables r using (invoice_id) join budgets b using (invoice_id)
        where i.activity_id = any(of_activities) and b.expenses_cents > 0
        union all
        select t.to_activity, t.currency, t.cents from budget_transfers t where t.to_activity = any(of_activities)
        union all
        select t.from_activity, t.currency, -t.cents from budget_transfers t where t.from_activity = any(of_activities)
        union all
        select g.activity_id, g.currency, g.cents - g.fee_cents from grants g
        where g.activity_id = any(of_activities)
            and not exists (select from grant_returns r where r.grant_id = g.grant_id)),
    received as (
        select moved.activity_id, moved.currency, sum(moved.cents) as cents from moved
        group by moved.activity_id, moved.currency),
    spent as (
        select c.activity_id, sum(c.refunded_cents - c.deductible_cents) as cents
        from expense_claims c where c.activity_id = any(of_activities) and c.booked_on is not null group by c.activity_id),
    held as (
        select p.activity as activity_id, p.currency, -sum(p.cents) as cents
        from ledger_postings p where p.activity = any(of_activities) and p.account = any(accounts || owed_accounts)
        group by p.activity, p.currency)
    select received.activity_id, received.currency,
           greatest(0, least(received.cents - coalesce(spent.cents, 0), coalesce(held.cents, 0)))::bigint
    from received left join spent using (activity_id) left join held using (activity_id, currency)
$$;
