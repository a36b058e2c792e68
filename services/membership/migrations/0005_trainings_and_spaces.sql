-- Trainings (their sessions and seats are in the tables of the same name), and rooms and desks in the cities.

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
    cancelled_on date,
    constraint space_bookings_do_not_overlap
        exclude using gist (int4range(number, number, '[]') with &&, during with &&) where (cancelled_on is null)
);
create index space_bookings_of_member on space_bookings (member_id);
