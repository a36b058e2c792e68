-- A committee is drawn like a work group, and stays for its term.
alter table work_groups add column kind text not null default 'work_group' check (kind in ('work_group', 'committee'));

-- A group chooses its facilitator by an election without candidates: each names somebody and says why; the last one counts.
create table facilitator_nominations (
    position   bigint generated always as identity primary key,
    group_id   text not null references work_group_draws,
    member_id  text not null,
    nominee_id text not null,
    reason     text not null check (reason <> ''),
    made_on    date not null
);
create index facilitator_nominations_by_group on facilitator_nominations (group_id, position);
create trigger facilitator_nominations_append_only before update or delete or truncate on facilitator_nominations
    for each statement execute function refuse_change();

-- Who is proposed for it, and what each says to that: consent, or an objection with its reason; the last word counts.
create table facilitator_proposals (
    proposal_id text primary key,
    group_id    text not null references work_group_draws,
    nominee_id  text not null,
    proposed_on date not null
);
create index facilitator_proposals_by_group on facilitator_proposals (group_id, proposal_id);
create trigger facilitator_proposals_append_only before update or delete or truncate on facilitator_proposals
    for each statement execute function refuse_change();

create table facilitator_words (
    position    bigint generated always as identity primary key,
    proposal_id text not null references facilitator_proposals,
    member_id   text not null,
    consents    boolean not null,
    reason      text not null check (consents or reason <> ''),
    given_on    date not null
);
create index facilitator_words_by_proposal on facilitator_words (proposal_id, position);
create trigger facilitator_words_append_only before update or delete or truncate on facilitator_words
    for each statement execute function refuse_change();

create table facilitators (
    proposal_id text not null references facilitator_proposals,
    elected_on  date not null,
    constraint facilitators_elected_once primary key (proposal_id)
);
create trigger facilitators_append_only before update or delete or truncate on facilitators
    for each statement execute function refuse_change();
