-- Why the fund does not guarantee an order although its client signed it: decided once, when it was agreed.
alter table orders
    add column withheld text not null default '' check (withheld in ('', 'client_country', 'limit_reached'));
create index orders_by_client on orders (client_id);

-- Whether the fund guarantees an order and its client's money has not come in whole.
create function guarantee_stands(o orders) returns boolean language sql stable as $$
    select o.cancelled_on is null and o.withheld = '' and o.signed_how <> 'none' and o.client_standing = 'open'
       and exists (select from parts p left join allocations a on a.order_id = p.order_id and a.part = p.part
                   left join invoices i on i.invoice_id = a.invoice_id
                   where p.order_id = o.order_id
                     and (i.invoice_id is null
                          or i.paid_cents + i.credited_cents + i.written_off_cents < i.total_cents))
$$;
