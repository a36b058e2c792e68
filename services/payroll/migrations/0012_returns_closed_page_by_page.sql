-- A return is stated page by page, each its own transaction: closing -> closed. What stands in it is declared when it is
-- closed. Whoever closes it says how many workers it leaves out (nothing: somebody looks at it first); until that many
-- are found, it is held with the reason, and goes round once more over those who could not be declared. What was refused
-- leaves again by the same job.
alter table social_returns drop constraint social_returns_state_check;
alter table social_returns add constraint social_returns_state_check
    check (state in ('closing', 'closed', 'accepted', 'refused'));
alter table social_returns drop constraint social_returns_answered_on_a_day;
alter table social_returns add constraint social_returns_answered_on_a_day
    check ((state in ('closing', 'closed')) = (answered_on is null));
alter table social_returns add column leaving_out int default 0 check (leaving_out >= 0);
alter table social_returns add column round int not null default 1 check (round > 0);
alter table social_returns add column stated_until text not null default '';
alter table social_returns add column held_on date;
alter table social_returns add column held_because text not null default '';
alter table social_returns add column to_send boolean not null default false;
alter table social_returns add constraint social_returns_held_for_a_reason
    check ((held_on is null) = (held_because = '') and (held_on is null or state = 'closing'));
create unique index social_returns_one_closing on social_returns (entity) where state = 'closing';

alter table social_return_left_out add column round int not null default 1 check (round > 0);
alter table social_return_left_out drop constraint social_return_left_out_pkey;
alter table social_return_left_out add primary key (return_id, round, member_id);

-- Each legal entity employs under its own numbers.
alter table employers drop constraint employers_one_per_day;
alter table employers add constraint employers_one_per_day primary key (entity, valid_from);
