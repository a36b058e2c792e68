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
