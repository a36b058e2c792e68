-- The hours agreed of a part, where they were told.
alter table parts add column hours numeric check (hours > 0);

-- The contract of employment of an order, written as it is ordered and again when that is amended; the last one counts.
-- `written_for` spells what was agreed. Signed by both before the first hour, or settled by somebody.
create table order_contracts (
    order_id    text not null references orders,
    place       int not null check (place > 0),
    number      text not null,
    starts_on   date not null,
    ends_on     date not null check (ends_on >= starts_on),
    content     text not null,
    digest      text not null,
    written_for text not null,
    written_on  date not null,
    member_signed_at      timestamptz,
    cooperative_signed_at timestamptz,
    cooperative_signed_by text,
    settled     text not null default '',
    primary key (order_id, place),
    check ((cooperative_signed_at is null) = (cooperative_signed_by is null))
);

-- The printed contracts, made once from what is signed. Append-only.
create table order_contract_papers (
    order_id   text not null,
    place      int not null,
    pdf        bytea storage external not null,
    printed_on date not null,
    primary key (order_id, place),
    foreign key (order_id, place) references order_contracts
);
create trigger order_contract_papers_append_only before update or delete or truncate on order_contract_papers
    for each statement execute function refuse_change();
