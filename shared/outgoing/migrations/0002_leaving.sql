-- A document that is being handed over: after a crash it is finished, never begun a second time.
alter table outgoing_pending add column leaving boolean not null default false;
