-- One cooperative may be several legal entities: each employs, numbers its payslips and pays from an account of its own.
alter table employers add column entity text not null default 'main';
alter table orders add column entity text not null default 'main';
alter table payslip_series add column entity text not null default 'main';
alter table batch_series add column entity text not null default 'main';
alter table wage_batches add column entity text not null default 'main';
