-- Money that comes in after a client was let off gives the fund back its part of what it lost. What came in before this
-- migration was not heard and is not known here: it applies to houses where no write-off was recovered yet.
alter table invoices
    add column recovered_cents bigint not null default 0 check (recovered_cents >= 0),
    add constraint invoices_recover_what_was_given_up check (recovered_cents <= written_off_cents);
alter table advances
    add column regained_cents bigint not null default 0 check (regained_cents >= 0),
    add constraint advances_regain_what_was_lost check (regained_cents <= lost_cents);
alter table advance_steps drop constraint advance_steps_kind_check;
alter table advance_steps add constraint advance_steps_kind_check
    check (kind in ('opened', 'recovered', 'lost', 'regained'));
