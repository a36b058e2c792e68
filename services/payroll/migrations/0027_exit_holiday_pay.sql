-- What is owed as holiday pay when an employment without an end is over, by year in which it was earned, and in which
-- part it is paid. What is found later to be owed beside it is another part. Append-only.
create table exit_holiday_pays (
    order_id     text not null,
    part         int not null,
    year         int not null,
    earned_cents bigint not null check (earned_cents >= 0),
    leave_days   int not null check (leave_days >= 0),
    taken_days   int not null check (taken_days >= 0),
    simple_cents bigint not null check (simple_cents >= 0),
    double_cents bigint not null check (double_cents >= 0),
    beyond_cents bigint not null check (beyond_cents >= 0),
    normal_cents bigint not null check (normal_cents >= 0),
    currency     text not null,
    settled_on   date not null,
    primary key (order_id, part, year),
    foreign key (order_id, part) references parts
);
create trigger exit_holiday_pays_append_only before update or delete or truncate on exit_holiday_pays
    for each statement execute function refuse_change();
