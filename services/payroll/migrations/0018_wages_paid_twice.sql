-- Each payment of a wage that left for the bank, for ever: what the bank rejected may be paid after all. The first one
-- bears the wage's id, each later one an id of its own, so that a movement says which payment it is.
create table wage_transfers (
    transfer_id text primary key,
    wage_id     text not null references wages,
    batch_id    text not null references wage_batches,
    cents       bigint not null check (cents > 0),
    state       text not null check (state in ('sent', 'accepted', 'paid', 'returned', 'rejected')),
    verdict_at  timestamptz,
    constraint wage_transfers_one_per_file unique (batch_id, wage_id)
);
create index wage_transfers_by_wage on wage_transfers (wage_id);
create index wage_transfers_under_way on wage_transfers (wage_id) where state in ('sent', 'accepted');

-- What the bank did with them: carried out (1) or gave back (-1), less its costs, which the cooperative bears.
-- Append-only.
create table wage_movements (
    movement_id text not null,
    transfer_id text not null references wage_transfers,
    wage_id     text not null references wages,
    times       int not null check (times in (1, -1)),
    costs_cents bigint not null default 0 check (costs_cents >= 0),
    booked_on   date not null,
    primary key (movement_id, transfer_id)
);
create index wage_movements_by_wage on wage_movements (wage_id);
create trigger wage_movements_append_only before update or delete or truncate on wage_movements
    for each statement execute function refuse_change();

-- What came back of what was paid beyond a wage: received from the worker, or set off against another wage of theirs.
-- Append-only.
create table wage_recoveries (
    wage_id      text not null references wages,
    place        int not null check (place > 0),
    cents        bigint not null check (cents > 0),
    how          text not null check (how in ('received', 'set_off')),
    movement_id  text references incoming_payments,
    other_id     text references wages,
    recovered_on date not null,
    recovered_by text not null,
    primary key (wage_id, place),
    constraint wage_recoveries_from_money_or_a_wage check (
        (movement_id is null) = (how = 'set_off') and (other_id is null) = (how = 'received'))
);
create index wage_recoveries_by_movement on wage_recoveries (movement_id) where movement_id is not null;
create index wage_recoveries_by_other on wage_recoveries (other_id) where other_id is not null;
create trigger wage_recoveries_append_only before update or delete or truncate on wage_recoveries
    for each statement execute function refuse_change();

-- What of a wage is still to be paid (negative: what was paid beyond it, since when, and whether its worker agreed that it
-- is taken off their next wages), what of it was set off against one before, and what was open when a run took hold of it.
alter table wage_payments add column open_cents bigint not null default 0;
alter table wage_payments add column set_off_cents bigint not null default 0 check (set_off_cents >= 0);
alter table wage_payments add column overpaid_since date;
alter table wage_payments add column set_off_agreed_on date;
alter table wage_payments add column held_cents bigint;
alter table wage_payments add constraint wage_payments_overpaid_since_a_day
    check ((open_cents < 0) = (overpaid_since is not null));
create index wage_payments_overpaid on wage_payments (wage_id) where open_cents < 0;

-- Until now every payment of a wage bore its id: the bank can name the last one only.
insert into wage_transfers (transfer_id, wage_id, batch_id, cents, state)
select case sent.back when 1 then sent.wage_id else sent.wage_id || '/' || sent.back end, sent.wage_id, sent.batch_id,
       w.net_cents, case when p.batch_id = sent.batch_id then p.state else 'rejected' end
from (select wage_id, batch_id, row_number() over (partition by wage_id order by batch_id desc) as back
      from batch_wages) sent
join wages w on w.wage_id = sent.wage_id
join wage_payments p on p.wage_id = sent.wage_id;
insert into wage_movements (movement_id, transfer_id, wage_id, times, booked_on)
select movement_id, wage_id, wage_id, 1, paid_on from wage_payments where state = 'paid';
update wage_payments p set open_cents = w.net_cents from wages w where w.wage_id = p.wage_id and p.state <> 'paid';

-- What of money that came in settles nothing yet.
create function unassigned_cents(r incoming_payments) returns bigint language sql stable as $$
    select (r.cents + (select coalesce(sum(s.cents), 0) from due_settlements s
                       where s.movement_id = r.movement_id and s.how = 'received')
            - (select coalesce(sum(c.cents), 0) from wage_recoveries c where c.movement_id = r.movement_id))::bigint
$$;
