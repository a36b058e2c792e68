-- How an order was signed and how its client stands, as invoicing says it: what the guarantee is judged by.
alter table orders
    add column signed_how text not null default 'recorded',
    add column client_standing text not null default 'open';
