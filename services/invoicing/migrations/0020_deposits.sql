-- Deposits: what is claimed, or given back, of a part before it is worked; the invoice of the work takes it off, once.
alter table invoices add column in_advance boolean not null default false;
drop index invoices_one_per_part;
create unique index invoices_one_per_part on invoices (order_id, part) where kind = 'invoice' and not in_advance;
create index invoices_in_advance on invoices (order_id, part) where in_advance;
create table deposit_deductions (
    deposit_id text primary key references invoices,
    invoice_id text not null references invoices,
    currency   text not null,
    cents      bigint not null check (cents > 0)
);
create index deposit_deductions_of_invoice on deposit_deductions (invoice_id);
create trigger deposit_deductions_append_only before update or delete or truncate on deposit_deductions
    for each statement execute function refuse_change();
