-- Which relay leads, and until when unless it renews: a row works behind a pooler, where a session's lock does not.
create table relay_lease (
    only_one boolean primary key default true check (only_one),
    holder   text not null,
    until    timestamptz not null
);
insert into relay_lease (holder, until) values ('nobody', '-infinity');
