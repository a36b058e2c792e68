-- Leaving: resignations and other ends, exclusions, transfers; what is owed, tested, queued and paid.

-- Net assets as approved or stated (CSA art. 6:115): the value cap of leavers and the first test of every payment.
create table net_asset_statements (
    id                text primary key,
    as_of             date not null,
    approved_on       date not null,
    kind              text not null check (kind in ('approved_accounts', 'interim_statement')),
    net_cents         bigint not null,
    unavailable_cents bigint not null check (unavailable_cents >= 0),
    currency          text not null,
    recorded_at       timestamptz not null,
    actor             text not null,
    constraint net_asset_statements_once unique (as_of, kind),
    constraint net_asset_statements_after_their_day check (approved_on >= as_of)
);
create trigger net_asset_statements_append_only before update or delete or truncate on net_asset_statements
    for each statement execute function refuse_change();

-- The board's findings that the company can pay its debts for at least a year after paying so much (art. 6:116).
create table liquidity_findings (
    id           text primary key,
    decided_on   date not null,
    covers_until date not null,
    most_cents   bigint not null check (most_cents >= 0),
    currency     text not null,
    recorded_at  timestamptz not null,
    actor        text not null
);
create trigger liquidity_findings_append_only before update or delete or truncate on liquidity_findings
    for each statement execute function refuse_change();

-- Ends of membership, asked for or come about. A member has at most one that stands.
create table exits (
    id           text primary key,
    member_id    text not null references members,
    cause        text not null
        check (cause in ('resignation', 'death', 'incapacity', 'bankruptcy', 'exclusion', 'transfer')),
    requested_on date not null,
    effective_on date not null,
    evidence     text not null,
    state        text not null check (state in ('requested', 'withdrawn', 'settled')),
    settled_on   date,
    shares       int,
    recorded_at  timestamptz not null,
    actor        text not null
);
create unique index exits_one_per_member on exits (member_id) where state <> 'withdrawn';
create index exits_to_settle on exits (effective_on, id) where state = 'requested';

-- Where money for a member (or his heirs, or a trustee) goes.
create table payees (
    id          text primary key,
    member_id   text not null references members,
    name        text not null,
    iban        text not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    actor       text not null
);
create index payees_newest on payees (member_id, recorded_at desc, id desc);

-- What is owed to people: for shares of leavers (a distribution, tested and queued), or a surplus paid (never tested).
create table claims (
    id           text primary key,
    kind         text not null check (kind in ('exit', 'surplus')),
    member_id    text not null references members,
    exit_id      text references exits,
    cents        bigint not null check (cents > 0),
    par_cents    bigint not null check (par_cents >= cents),
    currency     text not null,
    due_on       date not null,
    state        text not null check (state in ('due', 'suspended', 'sent', 'paid')),
    suspended_on date,
    suspended_by text not null default '',
    batch_id     text,
    sent_on      date,
    paid_on      date,
    statement_id text references net_asset_statements,
    recorded_at  timestamptz not null,
    constraint claims_sent_in_a_batch check ((state in ('sent', 'paid')) = (batch_id is not null)),
    constraint claims_one_per_exit unique (exit_id)
);
create index claims_queue on claims (due_on, id) where state in ('due', 'suspended');
create index claims_of_member on claims (member_id);

-- Payment files sent to the bank.
create table payout_batches (
    id          text primary key,
    sent_on     date not null,
    count       int not null,
    cents       bigint not null,
    currency    text not null,
    document_id text not null,
    actor       text not null
);

-- Money that came back or went out by our orders, each bank movement once.
create table payout_movements (
    movement  text primary key,
    claim_id  text not null references claims,
    kind      text not null check (kind in ('paid', 'returned')),
    booked_on date not null
);
create trigger payout_movements_append_only before update or delete or truncate on payout_movements
    for each statement execute function refuse_change();

-- Exclusions (art. 6:123): proposed, notified, a month to answer, a hearing if asked for, decided, notified.
create table exclusions (
    id                   text primary key,
    member_id            text not null references members,
    reasons              text not null,
    state                text not null
        check (state in ('proposed', 'notified', 'decided', 'closed', 'withdrawn')),
    proposed_on          date not null,
    notified_on          date,
    channel              text not null default '',
    answer_until         date,
    observations         text not null default '',
    observed_on          date,
    hearing_asked_on     date,
    hearing_held_on      date,
    decided_on           date,
    outcome              text not null default '' check (outcome in ('', 'excluded', 'kept')),
    grounds              text not null default '',
    resolution           text not null default '',
    decision_notified_on date,
    notified_late        boolean not null default false
);
create unique index exclusions_one_open_per_member on exclusions (member_id)
    where state in ('proposed', 'notified');

-- Transfers of shares between members.
create table transfers (
    id           text primary key,
    giver_id     text not null references members,
    receiver_id  text not null references members,
    shares       int not null check (shares > 0),
    declaration  text not null,
    consent      text not null,
    effective_on date not null,
    recorded_at  timestamptz not null,
    actor        text not null,
    constraint transfers_between_two check (giver_id <> receiver_id)
);
create trigger transfers_append_only before update or delete or truncate on transfers
    for each statement execute function refuse_change();
