-- A person's word that a poll is to end lapses on a day, and can be taken back until it ended. Words that wait from before
-- have no day: they have lapsed, and are given again.
alter table poll_consents drop constraint poll_consents_once;
drop index poll_consents_one_per_key;
alter table poll_consents add column position bigint generated always as identity primary key;
alter table poll_consents add column lapses_on date;
alter table poll_consents alter column lapses_on type date using given_on;
alter table poll_consents alter column lapses_on set not null;
alter table poll_consents add constraint poll_consents_lapse_later check (lapses_on >= given_on);
create index poll_consents_by_poll on poll_consents (poll_id, position);
create unique index poll_consents_signed_once on poll_consents (poll_id, signature) where signature <> '';

-- Words that were taken back.
create table withdrawn_consents (
    position     bigint not null references poll_consents,
    withdrawn_on date not null,
    constraint poll_consents_withdrawn_once primary key (position)
);
create trigger withdrawn_consents_append_only before update or delete or truncate on withdrawn_consents
    for each statement execute function refuse_change();

-- Two persons (and two keys, where there are keys) whose words hold on the day of the last of them.
create or replace function refuse_one_person() returns trigger language plpgsql as $$
begin
    if (select coalesce(max(persons), 0) from (
            select least(count(distinct given_by), count(distinct case key when '' then given_by else key end)) as persons
            from poll_consents c
            where poll_id = new.poll_id and ending = case new.state when 'cancelled' then 'cancel' else 'close' end
              and (select l.given_on from poll_consents l where l.poll_id = new.poll_id
                   order by l.position desc limit 1) between c.given_on and c.lapses_on - 1
              and not exists (select 1 from withdrawn_consents w where w.position = c.position)
            group by reason) as agreed) < 2 then
        raise exception 'two persons end a poll' using errcode = 'check_violation', constraint = 'polls_ended_by_two';
    end if;
    return new;
end $$;
