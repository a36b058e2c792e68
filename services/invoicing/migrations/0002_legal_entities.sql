-- Every order, series, document and bank account belongs to a legal entity of the cooperative; most have only one.
alter table orders add column entity text not null default 'main' check (entity <> '');
alter table invoice_series add column entity text not null default 'main' check (entity <> '');
alter table invoices add column entity text not null default 'main' check (entity <> '');
alter table bank_accounts add column entity text not null default 'main' check (entity <> '');
