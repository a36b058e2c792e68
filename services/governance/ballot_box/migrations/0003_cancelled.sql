-- A poll that two persons cancelled: the message that did it. Its ballots are gone.
alter table polls add column cancelling text;
