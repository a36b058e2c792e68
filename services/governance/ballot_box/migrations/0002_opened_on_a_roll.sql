-- A poll is opened with governance's signed word, which names the roll that it is voted on.
alter table polls add opening text not null default '{}';
alter table polls alter opening drop default;
