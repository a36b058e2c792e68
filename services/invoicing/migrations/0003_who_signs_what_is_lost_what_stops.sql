-- Who registered a client: they may look at it.
alter table clients add column registered_by text not null default '';

-- Order forms bear a number for people; those from before get theirs in the order in which they were drafted.
create table order_numbers (
    year int primary key,
    last int not null check (last > 0)
);
alter table orders add column number text;
update orders o set number = n.number
from (select order_id, extract(year from drafted_on)::text || '-'
             || lpad((row_number() over (partition by extract(year from drafted_on) order by order_id))::text, 5, '0')
             as number from orders) n
where n.order_id = o.order_id;
insert into order_numbers (year, last) select extract(year from drafted_on)::int, count(*) from orders group by 1;
alter table orders alter column number set not null;
alter table orders add constraint orders_numbers_unique unique (number);

-- An order half done can be stopped: its open parts are given up, what was worked stays.
alter table orders add column stopped_on date;
alter table orders add column stopped_because text;
alter table orders add column stop_note text;
alter table orders add constraint orders_stopped_for_a_reason check (
    num_nulls(stopped_on, stopped_because, stop_note) in (0, 3));
alter table order_parts add column given_up_on date;
alter table order_parts add constraint order_parts_given_up_undone check (given_up_on is null or completed_on is null);

-- What is written off is net, which the house loses, and VAT, which the State gives back once the loss is certain.
alter table write_offs add column vat_cents bigint not null default 0 check (vat_cents >= 0 and vat_cents <= cents);
alter table receivables add column written_off_vat_cents bigint not null default 0;
alter table receivables add column recovered_vat_cents bigint not null default 0;
alter table receivables add constraint receivables_lost_vat_within_the_loss check (
    written_off_vat_cents between 0 and written_off_cents and recovered_vat_cents between 0 and recovered_cents);
