-- Places of a room or desk that several people take at once; what is open on invoices that lie on desks.

alter table space_bookings add column place int not null default 1 check (place > 0);
alter table space_bookings drop constraint space_bookings_do_not_overlap;
alter table space_bookings add constraint space_bookings_do_not_overlap
    exclude using gist (int4range(number, number, '[]') with &&, int4range(place, place, '[]') with &&, during with &&)
    where (cancelled_on is null);

-- In cents of the country's currency; 0 where nobody said how much.
alter table desk_items add column open_cents bigint not null default 0;
