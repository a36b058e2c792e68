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
