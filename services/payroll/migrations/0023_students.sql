-- Students: what a worker stated for a calendar year, the later statement counts. Append-only.
create table student_years (
    member_id       text not null,
    year            int not null,
    place           int not null check (place > 0),
    from_on         date not null,
    until_on        date not null check (until_on >= from_on),
    hours_elsewhere int not null check (hours_elsewhere >= 0),
    certificate     text not null,
    stated_on       date not null,
    stated_by       text not null,
    primary key (member_id, year, place)
);
create trigger student_years_append_only before update or delete or truncate on student_years
    for each statement execute function refuse_change();

-- The hours that a student's order reserves of the year's quota, also once the quota had no room for all of it.
alter table orders add column planned_hours int check (planned_hours > 0);
alter table orders add constraint orders_of_students_reserve_hours check (contract <> 'student' or planned_hours is not null);
