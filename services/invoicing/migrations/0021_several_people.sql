-- An activity has an administrator, whose it is, and participants, who work orders in it.
create table activity_participants (
    activity_id text not null references activities,
    member_id   text not null references members,
    joined_on   date not null,
    left_on     date check (left_on >= joined_on),
    primary key (activity_id, member_id)
);

-- What several people work for one client is agreed by one form: that of the order to which the others are joined. Each
-- has its own parts, employment, invoices and budget.
alter table orders add column joined_to text references orders;
create index orders_joined on orders (joined_to) where joined_to is not null;
