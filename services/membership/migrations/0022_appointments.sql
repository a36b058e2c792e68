-- Appointments with advisors, alone or in a group; questions with attachments that may be referred to an expert.

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
