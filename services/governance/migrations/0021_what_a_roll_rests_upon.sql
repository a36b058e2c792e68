-- How many of membership's events were applied when a roll was frozen, and the last of them: what was known, and what was not.
alter table rolls add column events_applied int not null default 0;
alter table rolls add column last_event text not null default '';
