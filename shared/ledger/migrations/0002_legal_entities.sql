-- One cooperative may be several legal entities; what was booked before was booked by the only one.
alter table ledger_entries add column entity text not null default 'main';

alter table ledger_floors add column entity text not null default 'main';
alter table ledger_floors drop constraint ledger_floors_pkey;
alter table ledger_floors add primary key (entity, account, key, currency);

alter table ledger_closings add column entity text not null default 'main';
alter table ledger_closings drop constraint ledger_closings_pkey;
alter table ledger_closings add primary key (entity, closed_until);
