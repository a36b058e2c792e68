-- Polls are prepared before the convening, opened on a roll, closed with who was there; roll marks keep the request.

-- Voting keys: the key that a member bound to themselves; the last before a roll is frozen stands on it.
create table voting_keys (
    position   bigint generated always as identity primary key,
    member_id  text not null,
    voting_key text not null,
    bound_on   date not null
);
create index voting_keys_by_member on voting_keys (member_id, position);
create trigger voting_keys_append_only before update or delete or truncate on voting_keys
    for each statement execute function refuse_change();

alter table roll_entries add voting_key text not null default '';
alter table credentials add signature text not null default '';

alter table polls drop constraint polls_assembly_id_fkey;
alter table polls add constraint polls_assembly_id_fkey foreign key (assembly_id) references assemblies;
alter table polls drop constraint polls_state_check;
alter table polls add constraint polls_state_check
    check (state in ('prepared', 'opening', 'open', 'closing', 'closed'));
alter table polls add opening text;
alter table polls add members_present text;
alter table polls add constraint polls_opened_on_a_roll check (state = 'prepared' or opening is not null);
