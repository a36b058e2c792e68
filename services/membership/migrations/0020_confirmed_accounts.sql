-- Accounts to which money goes count only once they were confirmed over a second channel.

alter table payees add column confirmed_on date;
alter table payees add column confirmed_by text not null default '';
alter table payees add column means text not null default '' check (means in ('', 'code', 'identity', 'taken_over'));
alter table payees add column code_digest text not null default '';
alter table payees add column code_sent_on date;
alter table payees add column tries int not null default 0 check (tries >= 0);
alter table payees add column withdrawn_on date;
update payees set confirmed_on = recorded_on, means = 'taken_over';  -- in use before there was a second channel
alter table payees add constraint payees_confirmed_somehow check ((confirmed_on is null) = (means = ''));
alter table payees add constraint payees_withdrawn_while_waiting check (confirmed_on is null or withdrawn_on is null);
create index payees_waiting on payees (recorded_at, id) where confirmed_on is null and withdrawn_on is null;

-- Who named the account to which money of nobody's share goes back, and when a second person confirmed it.
alter table claims add column payee_recorded_by text not null default '';
alter table claims add column payee_confirmed_on date;
update claims set payee_confirmed_on = due_on where kind = 'returned';
