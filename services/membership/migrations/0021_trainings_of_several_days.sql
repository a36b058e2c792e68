-- Trainings have a topic, a price and a state before they are published; their sessions a trainer and a row of days.

alter table trainings add column topic text not null default '';
alter table trainings add column price_cents bigint not null default 0 check (price_cents >= 0);  -- 0: free
alter table trainings add column published_on date;  -- nothing: a draft, seen by the desk only
update trainings set published_on = offered_on;

alter table sessions add column trainer text not null default '';
alter table sessions add column ends_on date;
update sessions set ends_on = starts_on;
alter table sessions alter column ends_on set not null;
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
insert into session_days (session_id, day, starts_at, ends_at) select id, 1, starts_at, ends_at from sessions;

-- What a seat costs, as it was when it was taken, and who noted on which day that nothing is open of it.
alter table seats add column price_cents bigint not null default 0 check (price_cents >= 0);
alter table seats add column fee_settled_on date;
alter table seats add column fee_settled_by text not null default '';
create index seats_with_a_fee on seats (booked_at, id) where price_cents > 0 and fee_settled_on is null;
