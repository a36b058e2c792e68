-- A double-entry ledger inside its owner's database, written in the transaction of the business row.

-- One row per booking of a legal entity. event_on is the day it happened; booked_on the open day on which it counts.
create table ledger_entries (
    id          uuid primary key,
    journal     text not null,
    document    text not null,
    text        text not null,
    event_on    date not null,
    booked_on   date not null,
    recorded_at timestamptz not null,
    actor       text not null,
    entity      text not null default 'main',
    constraint ledger_documents_booked_once unique (journal, document),
    constraint ledger_booked_not_before_event check (booked_on >= event_on)
);
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
    for each statement execute function refuse_change();
create index ledger_entries_by_day on ledger_entries (booked_on);

-- The lines of an entry: debit positive, credit negative, and whose money it is (the analytic key).
create table ledger_postings (
    entry_id  uuid not null references ledger_entries,
    line      int not null,
    account   text not null,
    cents     bigint not null check (cents <> 0),
    currency  text not null check (currency ~ '^[A-Z]{3}$'),
    activity  text not null,
    order_ref text not null,
    member    text not null,
    primary key (entry_id, line)
);
create trigger ledger_postings_append_only before update or delete or truncate on ledger_postings
    for each statement execute function refuse_change();
create index ledger_postings_by_activity on ledger_postings (account, activity) where activity <> '';
create index ledger_postings_by_order on ledger_postings (account, order_ref) where order_ref <> '';
create index ledger_postings_by_member on ledger_postings (account, member) where member <> '';

-- The balance of each floored account per entity and key (debit positive): it may owe its owner money, never the other
-- way.
create table ledger_floors (
    account  text not null,
    key      text not null,
    currency text not null,
    cents    bigint not null,
    entity   text not null default 'main',
    primary key (entity, account, key, currency),
    constraint ledger_floor_kept check (cents <= 0)
);

-- Closed periods of an entity: nothing is booked on or before the last of these days any more.
create table ledger_closings (
    closed_until date not null,
    closed_at    timestamptz not null default clock_timestamp(),
    actor        text not null,
    entity       text not null default 'main',
    primary key (entity, closed_until)
);
create trigger ledger_closings_append_only before update or delete or truncate on ledger_closings
    for each statement execute function refuse_change();

-- Entries committed and not yet in the chain.
create table ledger_unsealed (
    entry_id uuid primary key references ledger_entries
);

-- The chain: one digest per entry, each over the one before and the entry as rendered from its columns.
create table ledger_chain (
    place    bigint primary key check (place > 0),
    entry_id uuid not null unique references ledger_entries,
    digest   text not null
);
create trigger ledger_chain_append_only before update or delete or truncate on ledger_chain
    for each statement execute function refuse_change();

-- Every entry sums to zero per currency and has at least two lines; checked at commit, whichever row came last.
create function ledger_assert_balanced() returns trigger language plpgsql as $$
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
create constraint trigger ledger_entries_balance after insert on ledger_entries
    deferrable initially deferred for each row execute function ledger_assert_balanced();
create constraint trigger ledger_postings_balance after insert on ledger_postings
    deferrable initially deferred for each row execute function ledger_assert_balanced();
