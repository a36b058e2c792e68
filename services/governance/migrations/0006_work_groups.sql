-- Work groups, called together by an adopted resolution. The digest of the lot's seed is published with the call.
create table work_groups (
    group_id      text primary key,
    resolution_id text not null references resolutions,
    title         text not null,
    deliverable   text not null,
    ends_on       date not null,
    answer_days   int not null check (answer_days > 0),
    seed_digest   text not null,
    called_on     date not null,
    constraint work_groups_one_per_mandate unique (resolution_id)
);
create trigger work_groups_append_only before update or delete or truncate on work_groups
    for each statement execute function refuse_change();

-- From which strata the members of a work group come.
create table work_group_strata (
    group_id text not null references work_groups,
    place    int not null check (place > 0),
    name     text not null,
    seats    int not null check (seats > 0),
    primary key (group_id, name)
);
create trigger work_group_strata_append_only before update or delete or truncate on work_group_strata
    for each statement execute function refuse_change();

-- Who volunteered, each once and before the lot.
create table work_group_volunteers (
    group_id  text not null,
    member_id text not null,
    stratum   text not null,
    constraint work_group_volunteers_once primary key (group_id, member_id),
    foreign key (group_id, stratum) references work_group_strata (group_id, name)
);
create trigger work_group_volunteers_append_only before update or delete or truncate on work_group_volunteers
    for each statement execute function refuse_change();

-- The seed of the lot, once it is drawn: the members follow from it and the volunteers.
create table work_group_draws (
    group_id text primary key references work_groups,
    seed     text not null,
    drawn_on date not null
);
create trigger work_group_draws_append_only before update or delete or truncate on work_group_draws
    for each statement execute function refuse_change();

-- Meetings of work groups.
create table work_group_meetings (
    position bigint generated always as identity primary key,
    group_id text not null references work_groups,
    held_on  date not null,
    words    text not null
);
create trigger work_group_meetings_append_only before update or delete or truncate on work_group_meetings
    for each statement execute function refuse_change();

-- What work groups recommended, and until when the board answers.
create table recommendations (
    recommendation_id text primary key,
    group_id          text not null references work_groups,
    place             int not null check (place > 0),
    theme             text not null,
    words             text not null,
    answer_due_on     date not null,
    unique (group_id, place)
);
create trigger recommendations_append_only before update or delete or truncate on recommendations
    for each statement execute function refuse_change();

-- The board's answers: the last one counts, the first one says whether it came in time.
create table recommendation_answers (
    position          bigint generated always as identity primary key,
    recommendation_id text not null references recommendations,
    status            text not null check (status in ('done', 'in_progress', 'not_done', 'rejected', 'postponed')),
    answer            text not null,
    answered_on       date not null
);
create index recommendation_answers_by_recommendation on recommendation_answers (recommendation_id, position);
create trigger recommendation_answers_append_only before update or delete or truncate on recommendation_answers
    for each statement execute function refuse_change();
