-- Members of a college (a class of shares, a category of members) vote apart on what concerns them: each from a day on,
-- as it was noted last. The frozen roll keeps it.
create table college_members (
    position    bigint generated always as identity primary key,
    member_id   text not null,
    college     text not null check (college ~ '^[a-z0-9_]{0,40}$'),
    starts_on   date not null,
    recorded_on date not null,
    recorded_by text not null
);
create index college_members_by_member on college_members (member_id, starts_on, position);
create trigger college_members_append_only before update or delete or truncate on college_members
    for each statement execute function refuse_change();

alter table roll_entries add column college text not null default '';

-- An item on which colleges vote apart stands once for each of them, all with the first of them.
alter table resolutions add column college text not null default '';
alter table resolutions add column voted_with text references resolutions;
