-- What the fund guarantees of each order: counted once in the totals below, with the same transaction that changes it.
create table guaranteed_orders (
    order_id text primary key references orders,
    cents    bigint not null check (cents > 0),
    currency text not null
);

-- What the fund guarantees together for a client, a member or the clients of a country. Sixteen rows share a total, so
-- that orders signed at the same moment seldom wait for each other; reading one costs the same however many there are.
create table guarantee_totals (
    scope    text not null check (scope in ('client', 'member', 'country')),
    whose    text not null,
    currency text not null,
    place    int not null check (place between 0 and 15),
    cents    bigint not null,
    primary key (scope, whose, currency, place)
);

insert into guaranteed_orders select order_id, cents, currency from orders o where cents > 0 and guarantee_stands(o);
insert into guarantee_totals
select scope, whose, g.currency, hashtext(o.order_id) & 15, sum(g.cents)
from guaranteed_orders g join orders o on o.order_id = g.order_id
cross join lateral (values ('client', o.client_id), ('member', o.member_id), ('country', o.client_country))
    as scopes (scope, whose)
group by 1, 2, 3, 4;
