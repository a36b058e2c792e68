-- How the amount of a part is made up; a lump sum is one line.
create table order_lines (
    order_id    text not null,
    part        int not null,
    line        int not null check (line > 0),
    description text not null check (description <> ''),
    quantity    numeric(12, 3) not null check (quantity <> 0),
    unit        text not null check (unit <> ''),
    unit_price  numeric(14, 4) not null check (unit_price >= 0),
    discount    numeric(5, 4) not null check (discount >= 0 and discount < 1),
    supply      text not null check (supply <> ''),
    primary key (order_id, part, line),
    foreign key (order_id, part) references order_parts on delete cascade  -- an amendment replaces open parts whole
);

insert into order_lines (order_id, part, line, description, quantity, unit, unit_price, discount, supply)
select order_id, part, 1, description, 1, 'lump_sum', cents / 100.0, 0, 'service' from order_parts;
