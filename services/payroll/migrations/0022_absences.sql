-- Sickness, leave and unpaid leave of workers: asked for, certified by a digest, decided by somebody else, ended by a
-- return. What a doctor writes is not kept.
create table absences (
    absence_id   text primary key,
    member_id    text not null,
    kind         text not null check (kind in ('sickness', 'leave', 'unpaid_leave')),
    starts_on    date not null,
    ends_on      date not null check (ends_on >= starts_on),
    asked_on     date not null,
    asked_by     text not null,
    state        text not null check (state in ('asked', 'approved', 'refused', 'withdrawn')),
    reason       text not null default '',
    decided_on   date,
    decided_by   text not null default '' check (decided_by <> member_id),
    certificate  text not null default '',
    certified_on date,
    excused      boolean not null default false,
    other_cause  boolean not null default false,
    brought_days int not null default 0 check (brought_days >= 0),
    back_on      date check (back_on between starts_on and ends_on),
    settled      text not null default '',
    constraint absences_certified_on_a_day check ((certificate = '') = (certified_on is null)),
    constraint absences_refused_with_a_reason check (state <> 'refused' or reason <> '')
);
create index absences_by_member on absences (member_id, starts_on);
