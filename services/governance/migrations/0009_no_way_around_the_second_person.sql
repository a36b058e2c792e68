-- No poll is written as closed or sealed without the two who close it: neither past `closing`, nor as a new row.
create or replace function refuse_one_person() returns trigger language plpgsql as $$
begin
    if (select coalesce(max(persons), 0) from (
            select count(*) as persons from poll_consents
            where poll_id = new.poll_id and ending = case new.state when 'cancelled' then 'cancel' else 'close' end
            group by reason) as agreed) < 2 then
        raise exception 'two persons end a poll' using errcode = 'check_violation', constraint = 'polls_ended_by_two';
    end if;
    return new;
end $$;
drop trigger polls_ended_by_two on polls;
create trigger polls_ended_by_two before update on polls for each row
    when (new.state = 'cancelled' and old.state <> 'cancelled'
          or new.state = any ('{closing, sealed, closed}') and old.state = any ('{prepared, opening, open}'))
    execute function refuse_one_person();
create trigger polls_begin_open before insert on polls for each row
    when (new.state <> all ('{prepared, opening, open}')) execute function refuse_one_person();
