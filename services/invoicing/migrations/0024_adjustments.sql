-- Entries by hand (accruals, provisions): proposed by one person, booked by another.
create table adjustments (
    adjustment_id text primary key check (adjustment_id ~ '^adj_[0-9a-f]{32}$'),
    state         text not null default 'proposed' check (state in ('proposed', 'booked', 'withdrawn')),
    entity        text not null check (entity <> ''),
    text          text not null check (text <> ''),
    event_on      date not null,
    taken_back_on date,
    proposed_by   text not null,
    proposed_on   date not null,
    decided_by    text not null default '',
    decided_on    date,
    reason        text not null default '',
    constraint adjustments_by_two check (state <> 'booked' or decided_by <> proposed_by),
    constraint adjustments_decided_by_somebody check (
        (state = 'proposed') = (decided_on is null) and (state = 'proposed') = (decided_by = '')),
    constraint adjustments_taken_back_later check (taken_back_on > event_on)
);
create index adjustments_waiting on adjustments (state, adjustment_id);

create table adjustment_lines (
    adjustment_id text not null references adjustments,
    line          int not null,
    account       text not null check (account <> ''),
    cents         bigint not null check (cents <> 0),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    primary key (adjustment_id, line)
);
create trigger adjustment_lines_append_only before update or delete or truncate on adjustment_lines
    for each statement execute function refuse_change();
