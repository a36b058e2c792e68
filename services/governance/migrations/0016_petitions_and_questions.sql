-- Members who together hold what the statutes ask for have an assembly convened: their words, who signed, when it was enough.
create table petitions (
    petition_id text primary key,
    title       text not null,
    reason      text not null,
    items       text not null,
    started_by  text not null,
    started_on  date not null
);
create trigger petitions_append_only before update or delete or truncate on petitions
    for each statement execute function refuse_change();

-- Who signed a petition, and who took it back: the last move of a member counts.
create table petition_signatures (
    position    bigint generated always as identity primary key,
    petition_id text not null references petitions,
    member_id   text not null,
    signs       boolean not null,
    signed_on   date not null
);
create index petition_signatures_by_member on petition_signatures (petition_id, member_id, position);
create trigger petition_signatures_append_only before update or delete or truncate on petition_signatures
    for each statement execute function refuse_change();

-- The day on which enough had signed, by the register of that day, and the day by which the board convenes.
create table reached_petitions (
    petition_id text not null references petitions,
    reached_on  date not null,
    signed      bigint not null check (signed > 0),
    entitled    bigint not null check (entitled >= signed),
    due_on      date not null check (due_on >= reached_on),
    constraint petitions_reached_once primary key (petition_id)
);
create trigger reached_petitions_append_only before update or delete or truncate on reached_petitions
    for each statement execute function refuse_change();

-- The assembly that was convened for a petition: by the board, or by who signed when the board let its time pass.
create table answered_petitions (
    petition_id text not null references reached_petitions,
    assembly_id text not null references assemblies,
    by_members  boolean not null,
    answered_on date not null,
    constraint petitions_answered_once primary key (petition_id)
);
create trigger answered_petitions_append_only before update or delete or truncate on answered_petitions
    for each statement execute function refuse_change();

-- The items that members asked for: nobody takes them off the agenda again.
create table requested_items (
    resolution_id text primary key references resolutions
);
create trigger requested_items_append_only before update or delete or truncate on requested_items
    for each statement execute function refuse_change();
create function refuse_to_drop_requested() returns trigger language plpgsql as $$
begin
    perform from requested_items r where r.resolution_id = new.resolution_id and (
        new.how in ('noted', 'withdrawn') or new.how = 'adjourned' and not exists (
            select 1 from polls p where p.resolution_id = new.resolution_id and p.state in ('closing', 'sealed', 'closed')));
    if found then
        raise exception 'members asked for this item'
            using errcode = 'check_violation', constraint = 'requested_items_stay';
    end if;
    return new;
end $$;
create trigger requested_items_stay before insert on settled_items
    for each row execute function refuse_to_drop_requested();

-- What members ask an assembly, before it or in it.
create table questions (
    question_id text primary key,
    assembly_id text not null references assemblies,
    member_id   text not null,
    words       text not null check (words <> ''),
    orally      boolean not null,
    asked_on    date not null
);
create index questions_by_assembly on questions (assembly_id, question_id);
create trigger questions_append_only before update or delete or truncate on questions
    for each statement execute function refuse_change();

-- The answer, or why it is refused.
create table answered_questions (
    question_id text not null references questions,
    refused     boolean not null,
    words       text not null check (words <> ''),
    answered_on date not null,
    answered_by text not null,
    constraint questions_answered_once primary key (question_id)
);
create trigger answered_questions_append_only before update or delete or truncate on answered_questions
    for each statement execute function refuse_change();
