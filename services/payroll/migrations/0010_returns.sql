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
    document_id   text,
    movement_id   text,
    paid_on       date,
    constraint dues_one_per_return unique (return_id),
    constraint dues_only_debts_are_paid check (amount_cents > 0 or state = 'waiting'),
    constraint dues_sent_under_a_reference check (state = 'waiting' or reference <> ''),
    constraint dues_sent_in_a_file check ((document_id is null) = (state not in ('sent', 'paid'))),
    constraint dues_paid_by_a_movement check ((movement_id is null) = (state <> 'paid'))
);
create index dues_open on dues (due_on) where state <> 'paid';

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
    state           text not null check (state in ('closed', 'accepted', 'refused')),
    answered_on     date,
    reference       text not null default '',
    refused_because text not null default '',
    constraint social_returns_do_not_run_backwards check (ends_before > starts_on and closed_on >= ends_before),
    constraint social_returns_answered_on_a_day check ((state = 'closed') = (answered_on is null))
);
create unique index social_returns_one_per_period on social_returns (entity, starts_on) where refers_to is null;

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
    primary key (return_id, member_id)
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
