-- Sessions and seats, registrations, members, share calls, payments, the share register and the right to vote.

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
create unique index registrations_one_open_per_person on registrations (national_number) where state = 'verified';
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
