-- The proof of an entry is asked for each of its lines: one question instead of two.
create or replace function ledger_assert_balanced() returns trigger language plpgsql as $$
declare
    wanted uuid;
begin
    if tg_table_name = 'ledger_entries' then wanted := new.id; else wanted := new.entry_id; end if;
    if (select coalesce(sum(lines) < 2 or bool_or(moved <> 0), true) from (
        select count(*) as lines, sum(cents) as moved from ledger_postings where entry_id = wanted group by currency
    ) as sums) then
        raise exception 'entry % does not balance', wanted
            using errcode = 'check_violation', constraint = 'ledger_entries_balance';
    end if;
    return null;
end $$;
