-- A surplus whose payment the bank took back is owed no longer: its claim, back from the bank or not yet sent, is withdrawn.
alter table claims drop constraint claims_state_check;
alter table claims add constraint claims_state_check
    check (state in ('due', 'suspended', 'sent', 'paid', 'withdrawn'));
