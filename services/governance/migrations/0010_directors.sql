-- The board of directors. Calls for candidacies: who came later than `closes_on` stands in the next one.
create table board_calls (
    call_id     text primary key,
    called_on   date not null,
    closes_on   date not null check (closes_on > called_on),
    seed_digest text not null,
    constraint board_calls_close_apart unique (closes_on)
);
create trigger board_calls_append_only before update or delete or truncate on board_calls
    for each statement execute function refuse_change();

-- Who stands, under the name that they publish, with a statement by language.
create table candidacies (
    candidacy_id   text primary key,
    member_id      text not null,
    name           text not null,
    representative text not null,
    college        text not null,
    traits         text not null,
    statements     text not null,
    stood_on       date not null
);
create index candidacies_by_member on candidacies (member_id, stood_on);
create trigger candidacies_append_only before update or delete or truncate on candidacies
    for each statement execute function refuse_change();

-- Candidacies that were withdrawn.
create table withdrawn_candidacies (
    candidacy_id text not null references candidacies,
    withdrawn_on date not null,
    constraint candidacies_withdrawn_once primary key (candidacy_id)
);
create trigger withdrawn_candidacies_append_only before update or delete or truncate on withdrawn_candidacies
    for each statement execute function refuse_change();

-- What assemblies decided about the board, declared once; `call_id` where it was an election.
create table board_declarations (
    assembly_id text not null references assemblies,
    held_on     date not null,
    call_id     text references board_calls,
    seed        text not null,
    constraint board_declared_once primary key (assembly_id),
    constraint board_elected_once unique (call_id)
);
create trigger board_declarations_append_only before update or delete or truncate on board_declarations
    for each statement execute function refuse_change();

-- Meetings of the board, and another person's approval of what was noted.
create table board_meetings (
    meeting_id text primary key,
    held_on    date not null,
    noted_on   date not null check (noted_on >= held_on),
    noted_by   text not null,
    present    text not null,
    observers  text not null,
    decisions  text not null
);
create trigger board_meetings_append_only before update or delete or truncate on board_meetings
    for each statement execute function refuse_change();
create table board_meeting_approvals (
    meeting_id  text not null references board_meetings,
    approved_on date not null,
    approved_by text not null,
    constraint board_meetings_approved_once primary key (meeting_id)
);
create trigger board_meeting_approvals_append_only before update or delete or truncate on board_meeting_approvals
    for each statement execute function refuse_change();
create function refuse_own_approval() returns trigger language plpgsql as $$
begin
    if exists (select 1 from board_meetings where meeting_id = new.meeting_id and noted_by = new.approved_by) then
        raise exception 'another person approves' using errcode = 'check_violation',
            constraint = 'board_meetings_approved_by_another';
    end if;
    return new;
end $$;
create trigger board_meetings_approved_by_another before insert on board_meeting_approvals
    for each row execute function refuse_own_approval();

-- Seats given to persons; a mandate comes from a declared election or from an approved meeting.
create table mandates (
    mandate_id     text primary key,
    college        text not null,
    number         int not null check (number > 0),
    member_id      text not null,
    name           text not null,
    representative text not null,
    starts_on      date not null,
    renewed_in     int not null,
    origin         text not null check (origin in ('elected', 'co_opted')),
    assembly_id    text references board_declarations,
    meeting_id     text references board_meeting_approvals,
    constraint mandates_have_one_source check (
        (origin = 'elected') = (assembly_id is not null) and (origin = 'co_opted') = (meeting_id is not null)),
    constraint mandates_one_a_seat_and_day unique (college, number, starts_on),
    constraint mandates_one_a_person_and_day unique (member_id, starts_on)
);
create trigger mandates_append_only before update or delete or truncate on mandates
    for each statement execute function refuse_change();

-- Directors who resigned, and from which day on they do not sit.
create table resignations (
    mandate_id  text not null references mandates,
    resigned_on date not null,
    told_on     date not null check (resigned_on >= told_on),
    constraint mandates_resigned_once primary key (mandate_id)
);
create trigger resignations_append_only before update or delete or truncate on resignations
    for each statement execute function refuse_change();

-- Interests of their own that directors declared in a matter, and when they ended.
create table declared_interests (
    interest_id text primary key,
    mandate_id  text not null references mandates,
    matter      text not null,
    declared_on date not null
);
create trigger declared_interests_append_only before update or delete or truncate on declared_interests
    for each statement execute function refuse_change();
create table ended_interests (
    interest_id text not null references declared_interests,
    ended_on    date not null,
    constraint interests_ended_once primary key (interest_id)
);
create trigger ended_interests_append_only before update or delete or truncate on ended_interests
    for each statement execute function refuse_change();
