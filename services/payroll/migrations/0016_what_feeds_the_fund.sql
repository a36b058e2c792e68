-- What feeds the guarantee fund, and from whose work: shares of the fee and of the variable contribution, given back
-- with a credited fee. Append-only.
create table fund_inflows (
    order_id  text not null,
    part      int not null,
    place     int not null,
    member_id text not null,
    kind      text not null check (kind in ('fee', 'fee_back', 'mutual')),
    base_cents bigint not null,
    rate      numeric not null check (rate > 0 and rate <= 1),
    cents     bigint not null check (cents <> 0 and (cents < 0) = (kind = 'fee_back')),
    currency  text not null,
    event_on  date not null,
    primary key (order_id, part, place)
);
create index fund_inflows_by_member on fund_inflows (member_id);
create trigger fund_inflows_append_only before update or delete or truncate on fund_inflows
    for each statement execute function refuse_change();
