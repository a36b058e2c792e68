-- Ids of events are compared by their bytes, as the source's log has them: so a comparison of the two walks along their
-- keys and sorts nothing.
alter table inbox alter column event_id type text collate "C";
