-- Advisors: who they are, whom they accompany, who covers for them, what members ask, what lies on their desks.

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
