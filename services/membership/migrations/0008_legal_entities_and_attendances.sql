-- Which legal entity calls, receives and pays; who was at an information session, as admission needs to know it.

alter table share_calls add column entity text not null default 'main';
alter table share_payments add column entity text not null default 'main';
alter table payout_batches add column entity text not null default 'main';

-- Attendances of information sessions, as told by whoever holds them. person: an e-mail address until erased.
create table info_session_attendances (
    seat_id     text primary key,
    person      text not null,
    attended_on date not null
);
create index info_session_attendances_of_person on info_session_attendances (person);
insert into info_session_attendances (seat_id, person, attended_on)
select t.id, t.person, s.starts_on from seats t join sessions s on s.id = t.session_id
where s.kind = 'info' and t.state = 'attended' and t.person <> t.id;
