-- A due is settled piece by piece: paid by the bank, given back by it, received from the authority, set off. What an
-- authority was paid beyond a due is a claim of its own, which names the due.
alter table dues add column because text not null default 'return' check (because in ('return', 'paid_twice'));
alter table dues add column refers_to text references dues;
alter table dues add column since date;
update dues set since = coalesce((select r.closed_on from social_returns r where r.return_id = dues.return_id),
                                 (select r.closed_on from withholding_returns r where r.return_id = dues.return_id),
                                 due_on);
alter table dues alter column since set not null;
alter table dues drop constraint dues_one_per_return;
create unique index dues_one_per_return on dues (return_id) where because = 'return';
alter table dues drop constraint dues_only_debts_are_paid;
alter table dues add constraint dues_only_debts_are_sent check (amount_cents > 0 or state in ('waiting', 'paid'));
alter table dues drop constraint dues_sent_under_a_reference;
alter table dues add constraint dues_sent_under_a_reference check (state in ('waiting', 'paid') or reference <> '');
alter table dues add constraint dues_paid_beyond_a_due check ((because = 'paid_twice') = (refers_to is not null));
create index dues_paid_twice on dues (refers_to) where refers_to is not null;

-- Each payment of a due that left for the bank, for ever: what somebody marks as rejected may be paid after all. It bears
-- an id of its own, so that a movement says which payment it is; `times` is how often the bank carried it out for good.
create table due_payments (
    payment_id  text primary key,
    due_id      text not null references dues,
    message_id  text not null,
    document_id text not null,
    cents       bigint not null check (cents > 0),
    execute_on  date not null,
    state       text not null check (state in ('sent', 'rejected', 'paid', 'returned')),
    times       int not null default 0 check (times >= 0),
    rejected_because text not null default '',
    constraint due_payments_one_per_file unique (message_id),
    constraint due_payments_paid_while_money_is_gone check ((state = 'paid') = (times > 0))
);
create unique index due_payments_one_under_way on due_payments (due_id) where state = 'sent';
create index due_payments_by_due on due_payments (due_id);

-- What settled a due, in cents of its own sign (of the other where it is owed again): append-only.
create table due_settlements (
    due_id      text not null references dues,
    place       int not null check (place > 0),
    cents       bigint not null check (cents <> 0),
    how         text not null check (how in ('paid', 'returned', 'received', 'set_off')),
    movement_id text,
    other_id    text references dues,
    settled_on  date not null,
    settled_by  text not null,
    primary key (due_id, place),
    constraint due_settlements_by_a_movement_or_a_due check (
        (movement_id is null) = (how = 'set_off') and (other_id is null) = (how <> 'set_off'))
);
create index due_settlements_by_movement on due_settlements (movement_id);
create trigger due_settlements_append_only before update or delete or truncate on due_settlements
    for each statement execute function refuse_change();

insert into due_payments (payment_id, due_id, message_id, document_id, cents, execute_on, state, times)
select due_id, due_id, 'DUE-' || right(approval_id, 28), document_id, amount_cents, execute_on, state,
       (state = 'paid')::int
from dues
where document_id is not null;
insert into due_settlements (due_id, place, cents, how, movement_id, settled_on, settled_by)
select due_id, 1, amount_cents, 'paid', movement_id, paid_on, 'migration' from dues where movement_id is not null;
alter table dues drop column document_id;
alter table dues drop column movement_id;

-- Money that somebody recognised as payroll's, until somebody says which due it settles: append-only.
create table incoming_payments (
    movement_id text primary key,
    cents       bigint not null check (cents > 0),
    currency    text not null check (currency ~ '^[A-Z]{3}$'),
    booked_on   date not null
);
create trigger incoming_payments_append_only before update or delete or truncate on incoming_payments
    for each statement execute function refuse_change();
