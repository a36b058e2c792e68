-- What a member may ask of his own data: what was removed on request, what the law wants kept and until when.

create table erasures (
    id           text primary key,
    member_id    text not null references members,
    requested_on date not null,
    requested_at timestamptz not null,
    actor        text not null,
    kept_until   date not null,
    completed_on date,
    constraint erasures_once_per_member unique (member_id)
);
create index erasures_to_complete on erasures (kept_until) where completed_on is null;

-- One line per place: how many rows lost their personal data, or which law keeps them and until when.
create table erasure_lines (
    erasure_id text not null references erasures,
    place      text not null,
    done       text not null check (done in ('erased', 'kept')),
    on_day     date not null,
    rows_found int not null,
    law        text not null,
    kept_until date,
    constraint erasure_lines_kept_by_law check ((done = 'kept') = (kept_until is not null)),
    primary key (erasure_id, place, done)
);
create trigger erasure_lines_append_only before update or delete or truncate on erasure_lines
    for each statement execute function refuse_change();
