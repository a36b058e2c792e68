-- The mood of a word; the version before does not know it, and goes on beside.
alter table effects add column mood text;
