-- Completed work beyond the law's bounds: it is paid, and somebody says what becomes of it.
create table work_flags (
    flag_id         text primary key,
    order_id        text not null,
    part            int not null,
    kind            text not null check (kind in ('day_too_long', 'pay_below_minimum')),
    day             date not null,
    found           text not null,
    bound           text not null,
    found_on        date not null,
    settled_on      date,
    settled_by      text,
    settled_because text not null default '',
    unique (order_id, part, kind, day),
    foreign key (order_id, part) references parts,
    check ((settled_on is null) = (settled_by is null) and (settled_on is null) = (settled_because = ''))
);
