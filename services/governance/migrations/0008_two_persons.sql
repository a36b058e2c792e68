-- Who would end a poll, and how: two persons close it, two cancel it for the same reason. The key and its signature stand
-- here where the paper names the keys of its closers.
create table poll_consents (
    poll_id   text not null references polls,
    ending    text not null check (ending in ('close', 'cancel')),
    reason    text not null check ((ending = 'close') = (reason = '')),
    given_by  text not null check (given_by <> ''),
    key       text not null,
    signature text not null check ((key = '') = (signature = '')),
    given_on  date not null,
    constraint poll_consents_once primary key (poll_id, ending, reason, given_by)
);
create unique index poll_consents_one_per_key on poll_consents (poll_id, ending, reason, key) where key <> '';
create trigger poll_consents_append_only before update or delete or truncate on poll_consents
    for each statement execute function refuse_change();

-- Polls that two persons cancelled, and why. They stay on record, and their question may be put again.
create table cancelled_polls (
    poll_id      text primary key references polls,
    digest       text not null,
    reason       text not null,
    cancelled_on date not null,
    consents     text not null
);
create trigger cancelled_polls_append_only before update or delete or truncate on cancelled_polls
    for each statement execute function refuse_change();

-- No poll ends by the word of one, whoever writes the row.
create function refuse_one_person() returns trigger language plpgsql as $$
begin
    if (select coalesce(max(persons), 0) from (
            select count(*) as persons from poll_consents
            where poll_id = new.poll_id and ending = case new.state when 'closing' then 'close' else 'cancel' end
            group by reason) as agreed) < 2 then
        raise exception 'two persons end a poll' using errcode = 'check_violation', constraint = 'polls_ended_by_two';
    end if;
    return new;
end $$;
create trigger polls_ended_by_two before update on polls for each row
    when (new.state in ('closing', 'cancelled') and old.state <> new.state) execute function refuse_one_person();

alter table polls drop constraint polls_state_check;
alter table polls add constraint polls_state_check
    check (state in ('prepared', 'opening', 'open', 'closing', 'sealed', 'closed', 'cancelled'));
alter table polls drop constraint polls_one_per_resolution;
create unique index polls_one_per_resolution on polls (resolution_id) where state <> 'cancelled';
alter table box_messages drop constraint box_messages_do_what_check;
alter table box_messages add constraint box_messages_do_what_check
    check (do_what in ('open_poll', 'close_poll', 'cancel_poll'));
