-- What a country asks of a candidate before acceptance, beside session and identity; persons who have no number of theirs.

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

-- Where nobody is identified by a number of their own, many registrations are verified without one.
drop index registrations_one_open_per_person;
create unique index registrations_one_open_per_person on registrations (national_number)
    where state = 'verified' and national_number <> '';
