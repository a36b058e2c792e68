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
