-- What is credited is the activity's debt, not a recovery.
alter table advances add column charged_cents bigint not null default 0 check (charged_cents >= 0);
alter table advances drop constraint advances_never_overdrawn;
alter table advances add constraint advances_never_overdrawn
    check (recovered_cents + lost_cents + charged_cents <= amount_cents);
drop index advances_open;
create index advances_open on advances (client_id) where amount_cents > recovered_cents + lost_cents + charged_cents;
alter table advance_steps drop constraint advance_steps_kind_check;
alter table advance_steps add constraint advance_steps_kind_check
    check (kind in ('opened', 'recovered', 'lost', 'regained', 'charged'));
