-- The tables of membership as of today: what the migrations produce (a test compares the two).

-- 0001_members_and_shares.sql: Sessions and seats, registrations, members, share calls, payments, the share register and the right to vote.

-- Structured communications (OGM) of range 1: 1 and nine digits, then two check digits. Gaps are allowed.
create sequence share_communications minvalue 1 maxvalue 999999999 no cycle;

-- Sessions that have seats: information sessions, and sessions of trainings.
create table sessions (
    id          text primary key,
    kind        text not null check (kind in ('info', 'training')),
    training_id text not null default '',
    title       text not null,
    place       text not null,
    language    text not null,
    host_id     text not null,
    capacity    int not null check (capacity > 0),
    seats_taken int not null default 0,
    starts_at   timestamptz not null,
    ends_at     timestamptz not null,
    starts_on   date not null,
    state       text not null default 'scheduled' check (state in ('scheduled', 'cancelled')),
    constraint sessions_not_overfull check (seats_taken between 0 and capacity),
    constraint sessions_end_after_start check (ends_at > starts_at)
);
create index sessions_by_day on sessions (starts_on);

-- Seats: taken, or on the waiting list in the order of `turn`. person is a member id, or an e-mail address until erased.
create table seats (
    id           text primary key,
    session_id   text not null references sessions,
    person       text not null,
    member_id    text not null default '',
    name         text not null,
    state        text not null check (state in ('booked', 'waiting', 'cancelled', 'attended', 'absent')),
    turn         bigint generated always as identity,
    booked_at    timestamptz not null,
    changed_at   timestamptz not null
);
create unique index seats_one_per_person on seats (session_id, person) where state <> 'cancelled';
create index seats_waiting on seats (session_id, turn) where state = 'waiting';
create index seats_of_person on seats (person);

-- Registrations as they come in online. The personal data stay here until the registration is accepted or refused.
create table registrations (
    id              text primary key,
    applicant       text not null,
    state           text not null
        check (state in ('draft', 'submitted', 'verified', 'accepted', 'refused', 'withdrawn')),
    given_name      text not null,
    family_name     text not null,
    national_number text not null,
    street          text not null,
    postcode        text not null,
    town            text not null,
    country         text not null,
    email           text not null,
    phone           text not null,
    language        text not null,
    activity        text not null,
    city            text not null,
    drafted_on      date not null,
    submitted_on    date,
    verified_on     date,
    verified_by     text not null default '',
    verified_with   text not null default '',
    session_waiver  text not null default '',
    waived_by       text not null default '',
    decided_on      date,
    decided_by      text not null default '',
    reasons         text[] not null default '{}',
    member_id       text not null default '',
    erased_at       timestamptz
);
create unique index registrations_one_open_per_person on registrations (national_number)
    where state = 'verified' and national_number <> '';
create index registrations_of_applicant on registrations (applicant);

-- Members, and candidates (admitted_on is empty until their first share is paid). shares = the sum of their movements.
create table members (
    id              text primary key,
    registration_id text not null unique references registrations,
    national_number text not null,
    language        text not null,
    founder         boolean not null default false,
    accepted_on     date not null,
    admitted_on     date,
    left_on         date,
    left_reason     text not null default '',
    shares          int not null default 0,
    constraint members_shares_not_negative check (shares >= 0)
);
create unique index members_one_per_person on members (national_number) where left_on is null and national_number <> '';
create index members_admitted on members (admitted_on, id) where left_on is null;

-- Name and domicile as the register must show them (art. 6:25, 2): versions by effective day and recording instant.
-- digest = sha256(salt, content): erasing empties content and salt, and the register's chain stays whole.
create table holders (
    id           text primary key,
    member_id    text not null references members,
    given_name   text,
    family_name  text,
    street       text,
    postcode     text,
    town         text,
    country      text,
    effective_on date not null,
    recorded_at  timestamptz not null,
    actor        text not null,
    reason       text not null,
    salt         text,
    digest       text not null,
    erased_at    timestamptz
);
create index holders_as_of on holders (member_id, effective_on desc, recorded_at desc, id desc);
create function refuse_change_of_holders() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.salt is null and new.given_name is null and new.family_name is null
            and new.street is null and new.postcode is null and new.town is null and new.country is null
            and new.erased_at is not null
            and (new.id, new.member_id, new.effective_on, new.recorded_at, new.actor, new.reason, new.digest)
                = (old.id, old.member_id, old.effective_on, old.recorded_at, old.actor, old.reason, old.digest)
        then
            return new;
        end if;
    end if;
    raise exception 'rows of holders are erased, never changed' using errcode = 'restrict_violation';
end $$;
create trigger holders_only_erased before update or delete on holders
    for each row execute function refuse_change_of_holders();
create trigger holders_not_truncated before truncate on holders
    for each statement execute function refuse_change_of_holders();

-- How to reach a member: versions, newest wins; emptied when the member asks for erasure.
create table contacts (
    id          text primary key,
    member_id   text not null references members,
    email       text not null,
    phone       text not null,
    language    text not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    actor       text not null
);
create index contacts_newest on contacts (member_id, recorded_at desc, id desc);

-- Orders signed for members, as heard from invoicing: a year with business activity has one that was not cancelled.
create table member_orders (
    order_id     text primary key,
    member_id    text not null,
    signed_on    date not null,
    cancelled_on date
);
create index member_orders_by_member on member_orders (member_id, signed_on) where cancelled_on is null;

-- Calls for shares. What was decided never changes; paid_cents, settled_on and withdrawn_on say how far it came.
create table share_calls (
    id                       text primary key,
    member_id                text not null references members,
    reason                   text not null check (reason in ('first', 'yearly', 'voluntary')),
    year                     int not null,
    shares                   int not null check (shares > 0),
    cents                    bigint not null check (cents > 0),
    currency                 text not null,
    structured_communication text not null,
    called_on                date not null,
    due_on                   date not null,
    paid_cents               bigint not null default 0,
    last_paid_on             date,
    settled_on               date,
    withdrawn_on             date,
    withdrawn_for            text not null default '',
    recorded_at              timestamptz not null,
    constraint share_calls_communication_unique unique (structured_communication),
    constraint share_calls_not_overpaid check (paid_cents between 0 and cents),
    constraint share_calls_settled_when_paid check ((settled_on is not null) = (paid_cents = cents)),
    constraint share_calls_withdrawn_unpaid check (withdrawn_on is null or paid_cents = 0)
);
create unique index share_calls_once_a_year on share_calls (member_id, year)
    where reason = 'yearly' and withdrawn_on is null;
create unique index share_calls_one_first on share_calls (member_id) where reason = 'first' and withdrawn_on is null;
create index share_calls_of_member on share_calls (member_id);
create index share_calls_open on share_calls (due_on, id) where settled_on is null and withdrawn_on is null;

-- Money that came in for shares (positive) or was taken back (negative). Each bank movement counts once.
create table share_payments (
    id          text primary key,
    movement    text not null,
    cents       bigint not null check (cents <> 0),
    currency    text not null,
    booked_on   date not null,
    communication text not null,
    refers_to   text references share_payments,
    recorded_at timestamptz not null,
    actor       text not null,
    constraint share_payments_movement_once unique (movement),
    constraint share_payments_reversed_once unique (refers_to)
);
create trigger share_payments_append_only before update or delete or truncate on share_payments
    for each statement execute function refuse_change();

-- What each payment was used for: a call, a surplus that is repaid, or nothing yet (unplaced).
create table payment_uses (
    payment_id text not null references share_payments,
    line       int not null,
    use        text not null check (use in ('call', 'surplus', 'unplaced', 'receivable')),
    call_id    text references share_calls,
    member_id  text not null,
    cents      bigint not null check (cents <> 0),
    primary key (payment_id, line),
    constraint payment_uses_name_their_call check ((use = 'call') = (call_id is not null))
);
create trigger payment_uses_append_only before update or delete or truncate on payment_uses
    for each statement execute function refuse_change();
create index payment_uses_of_call on payment_uses (call_id) where call_id is not null;
create index payment_uses_of_member on payment_uses (member_id);

-- Payments that nobody could place by their communication, until the desk places or returns them.
create table unplaced_payments (
    payment_id  text primary key references share_payments,
    placed_on   date,
    placed_for  text not null default ''
);

-- The share register (art. 6:24 to 6:28): movements only. Holdings of any day = the sum of the movements until then.
create table share_movements (
    id           text primary key,
    member_id    text not null references members,
    share_class  text not null,
    kind         text not null check (kind in ('paid', 'reversed', 'redeemed', 'transferred_out', 'transferred_in')),
    shares       int not null check (shares <> 0),
    cents        bigint not null check (cents <> 0),
    currency     text not null,
    effective_on date not null,
    recorded_at  timestamptz not null,
    cause        text not null,
    counterpart  text not null default '',
    actor        text not null,
    constraint share_movements_once unique (cause, member_id, kind),
    constraint share_movements_one_sign check (sign(shares) = sign(cents)),
    constraint share_movements_right_way
        check ((kind in ('paid', 'transferred_in')) = (shares > 0))
);
create trigger share_movements_append_only before update or delete or truncate on share_movements
    for each statement execute function refuse_change();
create index share_movements_as_of on share_movements (member_id, effective_on, recorded_at) include (shares, cents);

-- The right to vote over time: the row with the latest effective day holds, the last recorded of that day wins.
create table standings (
    id               bigint generated always as identity primary key,
    member_id        text not null references members,
    effective_on     date not null,
    recorded_at      timestamptz not null,
    voting           boolean not null,
    suspended_shares int not null check (suspended_shares >= 0),
    reason           text not null
);
create trigger standings_append_only before update or delete or truncate on standings
    for each statement execute function refuse_change();
create index standings_as_of on standings (member_id, effective_on desc, id desc);

-- 0002_register.sql: The register as a book of evidence: its chain, who read it, its daily comparison with bank and capital account.

-- Entries of the register (movements, names and domiciles) that are committed and not yet in the chain.
create table register_unsealed (
    entry_id text primary key,
    kind     text not null check (kind in ('movement', 'holder'))
);

-- The chain: one digest per entry, each over the one before and the entry as rendered from its columns.
create table register_chain (
    place    bigint primary key check (place > 0),
    kind     text not null check (kind in ('movement', 'holder')),
    entry_id text not null,
    digest   text not null,
    constraint register_chain_once unique (entry_id)
);
create trigger register_chain_append_only before update or delete or truncate on register_chain
    for each statement execute function refuse_change();

-- Who read the register, when, how strongly identified, for which purpose, and which data (RD 29-4-2019 art. 7:12 par. 5).
create table register_reads (
    id        text primary key,
    read_at   timestamptz not null,
    read_on   date not null,
    actor     text not null,
    roles     text not null,
    assurance text not null,
    purpose   text not null,
    what      text not null,
    about     text not null,
    rows_read int not null
);
create trigger register_reads_append_only before update or delete or truncate on register_reads
    for each statement execute function refuse_change();
create index register_reads_by_time on register_reads (read_at, id);
create index register_reads_about on register_reads (about) where about <> '';

-- Every daily comparison of register, bank and capital account, in cents.
create table register_comparisons (
    compared_on    date primary key,
    compared_at    timestamptz not null,
    shares         bigint not null,
    register_cents bigint not null,
    capital_cents  bigint not null,
    bank_cents     bigint not null,
    agree          boolean generated always as (register_cents = capital_cents and capital_cents = bank_cents) stored
);
create trigger register_comparisons_append_only before update or delete or truncate on register_comparisons
    for each statement execute function refuse_change();

-- 0003_leaving.sql: Leaving: resignations and other ends, exclusions, transfers; what is owed, tested, queued and paid.

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
    state        text not null check (state in ('due', 'suspended', 'sent', 'paid', 'withdrawn')),
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

-- 0004_advisors.sql: Advisors: who they are, whom they accompany, who covers for them, what members ask, what lies on their desks.

create table advisors (
    id            text primary key,
    number        int generated always as identity unique,
    subject       text not null,
    name          text not null,
    languages     text[] not null check (cardinality(languages) > 0),
    cities        text[] not null,
    specialities  text[] not null,
    working_share numeric(4, 3) not null check (working_share > 0 and working_share <= 1),
    active_from   date not null,
    active_until  date,
    constraint advisors_one_per_subject unique (subject)
);

-- Who accompanied whom, when, why, and what one advisor told the next.
create table assignments (
    id            text primary key,
    member_id     text not null references members,
    advisor_id    text not null references advisors,
    from_on       date not null,
    until_on      date,
    reason        text not null,
    handover_note text not null default ''
);
create unique index assignments_one_at_a_time on assignments (member_id) where until_on is null;
create index assignments_of_advisor on assignments (advisor_id) where until_on is null;

-- Absences, half-open; one advisor's absences do not overlap.
create table absences (
    id         text primary key,
    advisor_id text not null references advisors,
    number     int not null,
    days       daterange not null check (not isempty(days)),
    cover_id   text not null references advisors,
    constraint absences_covered_by_another check (cover_id <> advisor_id),
    constraint absences_do_not_overlap exclude using gist (int4range(number, number, '[]') with &&, days with &&)
);

-- What members ask, until when an answer is owed, and the answer.
create table questions (
    id          text primary key,
    member_id   text not null references members,
    subject     text not null,
    text        text not null,
    asked_on    date not null,
    due_on      date not null,
    answered_on date,
    answered_by text not null default '',
    answer      text not null default '',
    erased_at   timestamptz
);
create index questions_open on questions (member_id) where answered_on is null;

-- Things heard of that lie on the advisor's desk until they are done: overdue clients, advances, covers that end.
create table desk_items (
    kind       text not null check (kind in ('client_overdue', 'advance_open', 'cover_ending')),
    ref        text not null,
    member_id  text not null,
    invoice_id text not null default '',
    due_on     date not null,
    opened_on  date not null,
    closed_on  date,
    primary key (kind, ref)
);
create index desk_items_open on desk_items (member_id) where closed_on is null;
create index desk_items_of_invoice on desk_items (invoice_id) where closed_on is null;

-- 0005_trainings_and_spaces.sql: Trainings (their sessions and seats are in the tables of the same name), and rooms and desks in the cities.

create table trainings (
    id         text primary key,
    title      text not null,
    about      text not null,
    language   text not null,
    offered_on date not null,
    ended_on   date
);

create table spaces (
    id         text primary key,
    number     int generated always as identity unique,
    city       text not null,
    kind       text not null check (kind in ('room', 'desk')),
    name       text not null,
    places     int not null check (places > 0),
    closed_on  date,
    constraint spaces_one_of_a_name unique (city, name)
);

-- Bookings of one space cannot overlap, however many people press the button at once.
create table space_bookings (
    id           text primary key,
    space_id     text not null references spaces,
    number       int not null,
    member_id    text not null references members,
    during       tstzrange not null check (not isempty(during)),
    starts_on    date not null,
    booked_on    date not null,
    cancelled_on date
);
create index space_bookings_of_member on space_bookings (member_id);

-- 0006_own_data.sql: What a member may ask of his own data: what was removed on request, what the law wants kept and until when.

create table erasures (
    id           text primary key,
    member_id    text not null references members,
    requested_on date not null,
    requested_at timestamptz not null,
    actor        text not null,
    kept_until   date not null,
    completed_on date,
    constraint erasures_once_per_member unique (member_id)
);
create index erasures_to_complete on erasures (kept_until) where completed_on is null;

-- One line per place: how many rows lost their personal data, or which law keeps them and until when.
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

-- 0008_legal_entities_and_attendances.sql: Which legal entity calls, receives and pays; who was at an information session, as admission needs to know it.

alter table share_calls add column entity text not null default 'main';
alter table share_payments add column entity text not null default 'main';
alter table payout_batches add column entity text not null default 'main';

-- Attendances of information sessions, as told by whoever holds them. person: an e-mail address until erased.
create table info_session_attendances (
    seat_id     text primary key,
    person      text not null,
    attended_on date not null
);
create index info_session_attendances_of_person on info_session_attendances (person);
insert into info_session_attendances (seat_id, person, attended_on)
select t.id, t.person, s.starts_on from seats t join sessions s on s.id = t.session_id
where s.kind = 'info' and t.state = 'attended' and t.person <> t.id;

-- 0009_lots_and_ended_exits.sql: Shares as lots whose days may be corrected, exits whose value is still to be known, claims paid in part.

-- One act may correct several days of one lot.
alter table share_movements drop constraint share_movements_once;
alter table share_movements add constraint share_movements_once unique (cause, member_id, kind, effective_on);

-- Until when the shares that are paid let a member use the services; nothing where no share is paid, or for ever.
alter table members add column share_holds_until date;

-- An exit ends membership, vote and shares on its day; what the shares are worth may be known later only.
alter table exits drop constraint exits_state_check;
alter table exits add constraint exits_state_check check (state in ('requested', 'withdrawn', 'ended', 'settled'));
alter table exits add column ended_on date;
alter table exits add column paid_in_cents bigint;
alter table exits add column currency text;
create index exits_to_value on exits (effective_on, id) where state = 'ended';

-- A claim may be paid in part: the part is a claim of its own, the rest keeps its place.
alter table claims add column part_of text references claims;
alter table claims drop constraint claims_one_per_exit;
create unique index claims_one_per_exit on claims (exit_id) where part_of is null;

-- Every comparison that says something new is kept, not only the first of a day; with the bank account on both sides.
alter table register_comparisons drop constraint register_comparisons_pkey;
alter table register_comparisons add column id bigint generated always as identity primary key;
alter table register_comparisons add column account_cents bigint not null default 0;
alter table register_comparisons add column moved_cents bigint not null default 0;
alter table register_comparisons drop column agree;
alter table register_comparisons add column agree boolean generated always as (
    register_cents = capital_cents and capital_cents = bank_cents and account_cents = moved_cents) stored;
create index register_comparisons_by_day on register_comparisons (compared_on, id);

-- What each payout movement moved on the bank account: nothing where a payment came back that the bank never carried out.
alter table payout_movements disable trigger payout_movements_append_only;
alter table payout_movements add column cents bigint not null default 0;
update payout_movements v set cents = case when v.kind = 'paid' then -c.cents
    when exists (select from payout_movements p where p.claim_id = v.claim_id and p.kind = 'paid') then c.cents else 0 end
from claims c where c.id = v.claim_id;
alter table payout_movements enable trigger payout_movements_append_only;

-- 0010_member_numbers.sql: Human numbers: what a member and the desk call a member by.

alter table members add column number bigint generated by default as identity;
alter table members add constraint members_number_once unique (number);

-- 0011_corrections.sql: Corrections that refer to what they correct, the three days of every legal act, and a chain that holds both.

-- Legal acts: when they happened, when they were known here, when they were recorded. Nobody changes one: a later act,
-- whose refers_to is what it annuls or moves, corrects it. reason and evidence stay out of the chain, as they may name people.
create table legal_acts (
    id          text primary key,
    act         text not null,
    refers_to   text not null,
    happened_on date not null,
    known_on    date not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    reason      text not null,
    evidence    text not null,
    actor       text not null,
    constraint legal_acts_days_in_order check (happened_on <= known_on and known_on <= recorded_on)
);
create function refuse_change_of_acts() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.reason = '' and new.evidence = ''
            and (new.id, new.act, new.refers_to, new.happened_on, new.known_on, new.recorded_on, new.recorded_at, new.actor)
                = (old.id, old.act, old.refers_to, old.happened_on, old.known_on, old.recorded_on, old.recorded_at, old.actor)
        then
            return new;
        end if;
    end if;
    raise exception 'legal acts are corrected by later ones, never changed' using errcode = 'restrict_violation';
end $$;
create trigger legal_acts_append_only before update or delete on legal_acts
    for each row execute function refuse_change_of_acts();
create trigger legal_acts_not_truncated before truncate on legal_acts
    for each statement execute function refuse_change_of_acts();
create unique index legal_acts_annulled_once on legal_acts (refers_to) where act in ('exit_annulled', 'transfer_annulled');
create index legal_acts_about on legal_acts (refers_to, id);

-- A movement may correct another: shares that an annulled exit took out come back, on the day on which they went.
alter table share_movements drop constraint share_movements_kind_check;
alter table share_movements add constraint share_movements_kind_check
    check (kind in ('paid', 'reversed', 'redeemed', 'transferred_out', 'transferred_in', 'restored'));
alter table share_movements drop constraint share_movements_right_way;
alter table share_movements add constraint share_movements_right_way
    check ((kind in ('paid', 'transferred_in', 'restored')) = (shares > 0));
alter table share_movements add column refers_to text references share_movements;

-- An exit may be annulled; then another may end the same membership.
alter table exits drop constraint exits_state_check;
alter table exits add constraint exits_state_check
    check (state in ('requested', 'withdrawn', 'ended', 'settled', 'annulled'));
drop index exits_one_per_member;
create unique index exits_one_per_member on exits (member_id) where state not in ('withdrawn', 'annulled');

-- What is owed to the payer of money that is nobody's share goes where the desk says; no member is concerned.
alter table claims alter column member_id drop not null;
alter table claims drop constraint claims_kind_check;
alter table claims add constraint claims_kind_check check (kind in ('exit', 'surplus', 'returned'));
alter table claims add column payment_id text references share_payments;
alter table claims add column payee_name text not null default '';
alter table claims add column payee_account text not null default '';
alter table claims add constraint claims_of_somebody
    check ((kind = 'returned') = (member_id is null) and (kind = 'returned') = (payment_id is not null));
create unique index claims_one_return_per_payment on claims (payment_id) where kind = 'returned' and state <> 'withdrawn';

-- A use that counts from another day than its payment: what an exit released stood on its call until then.
alter table payment_uses add column counts_on date;

-- The chain holds acts and rights to vote too.
alter table register_unsealed drop constraint register_unsealed_kind_check;
alter table register_unsealed add constraint register_unsealed_kind_check
    check (kind in ('movement', 'holder', 'act', 'standing'));
alter table register_chain drop constraint register_chain_kind_check;
alter table register_chain add constraint register_chain_kind_check
    check (kind in ('movement', 'holder', 'act', 'standing'));
insert into register_unsealed (entry_id, kind) select id::text, 'standing' from standings;

-- The chain's head as it was signed and sent out each day.
create table register_anchors (
    anchored_on date primary key,
    anchored_at timestamptz not null,
    place       bigint not null,
    digest      text not null,
    document_id text not null,
    public_key  text not null,
    signature   text not null
);
create trigger register_anchors_append_only before update or delete or truncate on register_anchors
    for each statement execute function refuse_change();

-- What stops an exit whose day has come: by which rule, and since when; gone as soon as the exit is settled.
create table exit_obstacles (
    exit_id    text primary key references exits,
    code       text not null,
    sentence   text not null,
    noticed_on date not null
);

-- Letters to members and guests: one of each step, in their language. What was said lies among the outgoing documents.
create table letters (
    id          text primary key,
    kind        text not null,
    ref         text not null,
    member_id   text not null,
    language    text not null,
    written_on  date not null,
    written_at  timestamptz not null,
    sent_by     text not null check (sent_by in ('mail', 'post', 'not_at_all')),
    document_id text references outgoing_documents,
    obstacle    text not null,
    settled_on  date,
    constraint letters_once unique (kind, ref),
    constraint letters_sent_or_stopped check ((sent_by = 'not_at_all') = (document_id is null))
);
create index letters_of_member on letters (member_id) where member_id <> '';

-- What acts say of people is erased by the service itself: its role may do what the trigger lets it, and no more.
alter trigger legal_acts_append_only on legal_acts rename to legal_acts_only_erased;

-- The directory by which members find each other: only who wants to be in it is.
create table directory_entries (
    member_id  text primary key references members,
    city       text not null,
    trade      text not null,
    offers     text not null,
    reached_by text not null,
    entered_on date not null
);
create index directory_entries_by_city on directory_entries (city);

-- What desk and advisors note about a member.
create table member_notes (
    id         text primary key,
    member_id  text not null references members,
    text       text not null,
    written_on date not null,
    written_at timestamptz not null,
    actor      text not null
);
create index member_notes_of_member on member_notes (member_id, id);

-- What each ledger of a legal entity says of a year, told once: append-only.
create table ledger_years (
    ledger       text not null check (ledger in ('invoicing', 'membership', 'payroll')),
    entity       text not null check (entity <> ''),
    year         int not null,
    result_cents bigint not null,
    net_cents    bigint not null,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    recorded_on  date not null,
    actor        text not null,
    constraint ledger_years_told_once primary key (entity, year, ledger)
);
create trigger ledger_years_append_only before update or delete or truncate on ledger_years
    for each statement execute function refuse_change();

-- What stood on each account of a ledger at the end of a year that it closed (debit positive): append-only.
create table ledger_year_balances (
    entity   text not null,
    year     int not null,
    ledger   text not null,
    account  text not null check (account <> ''),
    name     text not null,
    mirror   text not null,
    cents    bigint not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    constraint year_balances_once primary key (entity, year, ledger, account, currency),
    constraint year_balances_of_a_year_told foreign key (entity, year, ledger) references ledger_years
);
create trigger ledger_year_balances_append_only before update or delete or truncate on ledger_year_balances
    for each statement execute function refuse_change();

-- Years whose accounts the assembly approved, and what of their result went to the indivisible reserve: append-only.
create table approved_accounts (
    entity           text not null check (entity <> ''),
    year             int not null,
    approved_on      date not null,
    resolution_id    text not null check (resolution_id <> ''),
    to_reserve_cents bigint not null,
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    recorded_on      date not null,
    actor            text not null,
    constraint approved_accounts_once primary key (entity, year),
    constraint approved_accounts_after_the_year check (extract(year from approved_on) > year)
);
create trigger approved_accounts_append_only before update or delete or truncate on approved_accounts
    for each statement execute function refuse_change();

-- A step that was taken: of which kind, when it happened, what shows it (the name of a paper) until that is erased.
create table admission_steps (
    registration_id text not null references registrations,
    step            text not null,
    happened_on     date not null,
    evidence        text not null,
    recorded_at     timestamptz not null,
    actor           text not null,
    constraint admission_steps_once primary key (registration_id, step)
);

alter table space_bookings add column place int not null default 1 check (place > 0);
alter table space_bookings add constraint space_bookings_do_not_overlap
    exclude using gist (int4range(number, number, '[]') with &&, int4range(place, place, '[]') with &&, during with &&)
    where (cancelled_on is null);

-- In cents of the country's currency; 0 where nobody said how much.
alter table desk_items add column open_cents bigint not null default 0;

-- first_cents: what must be paid before the shares exist (nothing: all of it); rest_due_on: until when the rest is due.
alter table share_calls add column first_cents bigint;
alter table share_calls add column rest_due_on date;
alter table share_calls add constraint share_calls_rest_has_its_day
    check ((first_cents is null) = (rest_due_on is null) and (first_cents is null or first_cents between 1 and cents));
alter table share_calls add column next_due_on date not null
    generated always as (case when paid_cents >= first_cents then rest_due_on else due_on end) stored;
alter table share_calls add column next_cents bigint not null
    generated always as (case when paid_cents < first_cents then first_cents else cents end - paid_cents) stored;

-- What is paid of the rest moves no share.
alter table share_movements drop constraint share_movements_shares_check;
alter table share_movements drop constraint share_movements_one_sign;
alter table share_movements drop constraint share_movements_right_way;
alter table share_movements add constraint share_movements_one_sign
    check (sign(shares) = sign(cents) or (shares = 0 and kind in ('paid', 'reversed')));
alter table share_movements add constraint share_movements_right_way
    check ((kind in ('paid', 'transferred_in', 'restored')) = (cents > 0));

alter table registrations add column legal_name text not null default '';
alter table registrations add column enterprise_number text not null default '';
alter table members add column share_class text not null default '';  -- nothing: the one class of those days
create index members_of_class on members (share_class);

-- payees: confirmed_on: since when money goes there; before, it waits for a code or a second person.
alter table payees add column confirmed_on date;
alter table payees add column confirmed_by text not null default '';
alter table payees add column means text not null default '' check (means in ('', 'code', 'identity', 'taken_over'));
alter table payees add column code_digest text not null default '';
alter table payees add column code_sent_on date;
alter table payees add column tries int not null default 0 check (tries >= 0);
alter table payees add column withdrawn_on date;
alter table payees add constraint payees_confirmed_somehow check ((confirmed_on is null) = (means = ''));
alter table payees add constraint payees_withdrawn_while_waiting check (confirmed_on is null or withdrawn_on is null);
create index payees_waiting on payees (recorded_at, id) where confirmed_on is null and withdrawn_on is null;

-- Who named the account to which money of nobody's share goes back, and when a second person confirmed it.
alter table claims add column payee_recorded_by text not null default '';
alter table claims add column payee_confirmed_on date;

alter table trainings add column topic text not null default '';
alter table trainings add column price_cents bigint not null default 0 check (price_cents >= 0);  -- 0: free
alter table trainings add column published_on date;  -- nothing: a draft, seen by the desk only

alter table sessions add column trainer text not null default '';
alter table sessions add column ends_on date not null;
alter table sessions add constraint sessions_days_in_order check (ends_on >= starts_on);

-- The days of a session; one that is held at once has one.
create table session_days (
    session_id text not null references sessions,
    day        int not null check (day > 0),
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    constraint session_days_once primary key (session_id, day),
    constraint session_days_end_after_start check (ends_at > starts_at)
);

-- What a seat costs, as it was when it was taken, and who noted on which day that nothing is open of it.
alter table seats add column price_cents bigint not null default 0 check (price_cents >= 0);
alter table seats add column fee_settled_on date;
alter table seats add column fee_settled_by text not null default '';
create index seats_with_a_fee on seats (booked_at, id) where price_cents > 0 and fee_settled_on is null;

-- Hours that an advisor offers; the hours of one advisor do not overlap. moved_from: whose they were before an absence.
create table appointment_slots (
    id         text primary key,
    advisor_id text not null references advisors,
    number     int not null,
    during     tstzrange not null check (not isempty(during)),
    starts_on  date not null,
    place      text not null,
    topic      text not null default '',
    places     int not null check (places > 0),
    taken      int not null default 0,
    state      text not null default 'open' check (state in ('open', 'withdrawn')),
    moved_from text references advisors,
    constraint appointment_slots_not_overfull check (taken between 0 and places),
    constraint appointment_slots_do_not_overlap
        exclude using gist (int4range(number, number, '[]') with &&, during with &&) where (state = 'open')
);
create index appointment_slots_by_day on appointment_slots (starts_on, id) where state = 'open';

-- Who comes; displaced: the advisor cannot, and nobody else is free: the member or the desk finds other hours.
create table appointments (
    id            text primary key,
    slot_id       text not null references appointment_slots,
    member_id     text not null references members,
    member_number bigint not null,
    during        tstzrange not null,
    subject       text not null,
    state         text not null check (state in ('booked', 'cancelled', 'displaced')),
    booked_on     date not null,
    changed_on    date not null,
    constraint appointments_not_at_once
        exclude using gist (int8range(member_number, member_number, '[]') with &&, during with &&) where (state = 'booked')
);
create index appointments_of_member on appointments (member_id);
create index appointments_of_slot on appointments (slot_id) where state = 'booked';
create index appointments_displaced on appointments (changed_on, id) where state = 'displaced';

-- What belongs to a question, each file once by the digest of its bytes.
create table question_attachments (
    id          text primary key,
    question_id text not null references questions,
    name        text not null,
    media_type  text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    digest      text not null,
    content     bytea not null,
    added_on    date not null,
    actor       text not null,
    constraint question_attachments_once unique (question_id, digest)
);

-- Which expert a question is referred to, and what became of it.
create table question_referrals (
    id          text primary key,
    question_id text not null references questions,
    expert_id   text not null references advisors,
    note        text not null,
    referred_on date not null,
    referred_by text not null,
    closed_on   date,
    returned_because text not null default ''
);
create unique index question_referrals_one_at_a_time on question_referrals (question_id) where closed_on is null;

-- Rights to vote before this day are those of a register that was taken over.
alter table members add column standings_taken_over_on date;

-- Numbers of persons change (a number of the register in place of a bis number): dated, with who is to be told of it.
create table person_number_changes (
    id            text primary key,
    member_id     text not null references members,
    number_before text not null,
    number        text not null,
    effective_on  date not null,
    reason        text not null,
    recorded_on   date not null,
    recorded_at   timestamptz not null,
    actor         text not null,
    constraint person_number_changes_something check (number <> number_before or number = ''),
    constraint person_number_changes_known check (effective_on <= recorded_on)
);
create index person_number_changes_of_member on person_number_changes (member_id, id);
create index person_number_changes_before on person_number_changes (number_before) where number_before <> '';

create table person_number_tellings (
    change_id text not null references person_number_changes,
    recipient text not null,
    told_on   date,
    told_by   text not null default '',
    constraint person_number_tellings_once primary key (change_id, recipient)
);
create index person_number_tellings_open on person_number_tellings (change_id) where told_on is null;
