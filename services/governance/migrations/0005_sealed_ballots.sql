-- Ballots sealed to a key that scrutineers share: a poll whose board is here and is not opened yet is `sealed`.
alter table polls drop constraint polls_state_check, drop constraint polls_counted_when_closing;
alter table polls
    add constraint polls_state_check check (state in ('prepared', 'opening', 'open', 'closing', 'sealed', 'closed')),
    add constraint polls_counted_when_closing check (
        (state in ('closing', 'sealed', 'closed')) = (credentials is not null)
        and (credentials is null) = (present is null) and (present is null) = (entitled is null));

-- The end of the board of a poll whose ballots are still sealed, and what closed it.
create table sealed_boards (
    poll_id text primary key references polls,
    closing text not null,
    root    text not null
);
create trigger sealed_boards_append_only before update or delete or truncate on sealed_boards
    for each statement execute function refuse_change();

-- The shares of a sealing key that scrutineers handed in after the close. Together they are published with the board.
create table sealing_shares (
    poll_id text not null references polls,
    number  int not null check (number > 0),
    share   text not null,
    primary key (poll_id, number)
);
create trigger sealing_shares_append_only before update or delete or truncate on sealing_shares
    for each statement execute function refuse_change();

-- The key that opened the ballots, published with the board; empty where they were not sealed.
alter table results add opened_with text not null default '';
