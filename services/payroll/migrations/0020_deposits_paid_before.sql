-- What of a part its client paid before it was worked, by deposits: it counts as paid of what was to be paid for it.
alter table invoices add column prepaid_cents bigint not null default 0 check (prepaid_cents >= 0);
