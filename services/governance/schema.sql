-- Governance: what is known of members, assemblies and their frozen rolls, polls, who took a credential, results.

-- What membership said about a member, dated: the state on any day is the last fact of each kind up to that day.
create table member_facts (
    position         bigint generated always as identity primary key,
    member_id        text not null,
    kind             text not null check (kind in ('membership', 'holding', 'standing')),
    effective_on     date not null,
    is_member        boolean,
    shares           int check (shares >= 0),
    voting           boolean,
    suspended_shares int check (suspended_shares >= 0),
    source           text not null,
    constraint member_facts_say_their_kind check (
        (kind = 'membership') = (is_member is not null)
        and (kind = 'holding') = (shares is not null)
        and (kind = 'standing') = (voting is not null)
        and (kind = 'standing') = (suspended_shares is not null))
);
create index member_facts_by_member on member_facts (member_id, kind, effective_on, position);
create trigger member_facts_append_only before update or delete or truncate on member_facts
    for each statement execute function refuse_change();

-- Assemblies as they were convened. `follows`: the assembly whose missed quorum this second call makes good.
create table assemblies (
    assembly_id text primary key,
    title       text not null,
    convened_on date not null,
    held_on     date not null check (held_on >= convened_on),
    record_on   date not null check (record_on <= held_on),
    call        int not null check (call in (1, 2)),
    follows     text references assemblies,
    constraint assemblies_second_call_follows check ((call = 2) = (follows is not null)),
    constraint assemblies_called_again_once unique (follows)
);
create trigger assemblies_append_only before update or delete or truncate on assemblies
    for each statement execute function refuse_change();

-- The agenda. `follows`: the resolution of the first call that is put again.
create table resolutions (
    resolution_id text primary key,
    assembly_id   text not null references assemblies,
    place         int not null check (place > 0),
    title         text not null,
    question      text not null,
    decision      text not null,
    follows       text references resolutions,
    college       text not null default '',
    voted_with    text references resolutions,
    unique (assembly_id, place)
);
create trigger resolutions_append_only before update or delete or truncate on resolutions
    for each statement execute function refuse_change();

-- An item of the agenda that ends without a vote: noted, withdrawn, adjourned or annulled, with the reason. Minutes wait for none.
create table settled_items (
    resolution_id text not null references resolutions,
    how           text not null check (how in ('noted', 'withdrawn', 'adjourned', 'annulled')),
    reason        text not null,
    settled_on    date not null,
    constraint items_settled_once primary key (resolution_id)
);
create trigger settled_items_append_only before update or delete or truncate on settled_items
    for each statement execute function refuse_change();

-- What members could read before the assembly, by its digest.
create table assembly_documents (
    assembly_id text not null references assemblies,
    name        text not null,
    digest      text not null,
    primary key (assembly_id, name)
);
create trigger assembly_documents_append_only before update or delete or truncate on assembly_documents
    for each statement execute function refuse_change();

-- Voting keys: the key that a member bound to themselves; the last before a roll is frozen stands on it.
create table voting_keys (
    position   bigint generated always as identity primary key,
    member_id  text not null,
    voting_key text not null,
    bound_on   date not null
);
create index voting_keys_by_member on voting_keys (member_id, position);
create trigger voting_keys_append_only before update or delete or truncate on voting_keys
    for each statement execute function refuse_change();

-- Members of a college (a class of shares, a category of members) vote apart on what concerns them: each from a day on,
-- as it was noted last. The frozen roll keeps it.
create table college_members (
    position    bigint generated always as identity primary key,
    member_id   text not null,
    college     text not null check (college ~ '^[a-z0-9_]{0,40}$'),
    starts_on   date not null,
    recorded_on date not null,
    recorded_by text not null
);
create index college_members_by_member on college_members (member_id, starts_on, position);
create trigger college_members_append_only before update or delete or truncate on college_members
    for each statement execute function refuse_change();

-- The frozen roll of an assembly: its totals and the digest over all its entries.
create table rolls (
    assembly_id    text not null references assemblies,
    record_on      date not null,
    frozen_on      date not null,
    members        int not null,
    voting_members int not null,
    shares         bigint not null,
    voting_shares  bigint not null,
    digest         text not null,
    events_applied int not null default 0,
    last_event     text not null default '',
    constraint rolls_frozen_once primary key (assembly_id)
);
create trigger rolls_append_only before update or delete or truncate on rolls
    for each statement execute function refuse_change();

-- Who is on the roll. Entries are written before their roll, in one transaction; none can be added after it.
create table roll_entries (
    assembly_id      text not null references assemblies,
    member_id        text not null,
    shares           int not null check (shares > 0),
    suspended_shares int not null check (suspended_shares between 0 and shares),
    voting           boolean not null,
    voting_key       text not null default '',
    college          text not null default '',
    primary key (assembly_id, member_id)
);
create trigger roll_entries_append_only before update or delete or truncate on roll_entries
    for each statement execute function refuse_change();
create function refuse_entry_after_freeze() returns trigger language plpgsql as $$
begin
    if exists (select 1 from rolls where assembly_id = new.assembly_id) then
        raise exception 'the roll is frozen' using errcode = 'restrict_violation', constraint = 'rolls_frozen_once';
    end if;
    return new;
end $$;
create trigger roll_entries_before_the_freeze before insert on roll_entries
    for each row execute function refuse_entry_after_freeze();

-- Who is present or represented (CSA art. 6:76), by coming or by taking a credential.
create table attendances (
    assembly_id text not null,
    member_id   text not null,
    manner      text not null check (manner in ('in_person', 'remote', 'credential')),
    primary key (assembly_id, member_id),
    foreign key (assembly_id, member_id) references roll_entries
);
create trigger attendances_append_only before update or delete or truncate on attendances
    for each statement execute function refuse_change();

-- Secret polls, prepared before the convening. The paper is what the voter sees and the digest what stands in the
-- convening; neither ever changes. The opening names the roll. The closing fixes how many credentials were issued and
-- who was present: nobody comes in afterwards.
create table polls (
    poll_id       text primary key,
    assembly_id   text not null references assemblies,
    resolution_id text not null references resolutions,
    paper         text not null,
    digest        text not null,
    state         text not null check (state in ('prepared', 'opening', 'open', 'closing', 'sealed', 'closed', 'cancelled')),
    credentials   int,
    present       bigint,
    entitled      bigint,
    opening       text,
    members_present text,
    constraint polls_counted_when_closing check (
        (state in ('closing', 'sealed', 'closed')) = (credentials is not null)
        and (credentials is null) = (present is null) and (present is null) = (entitled is null)),
    constraint polls_opened_on_a_roll check (state = 'prepared' or opening is not null)
);
create unique index polls_one_per_resolution on polls (resolution_id) where state <> 'cancelled';

-- The private keys of a poll, encrypted; the row is deleted when the poll closes, so that nothing can be signed after.
create table poll_keys (
    poll_id text primary key references polls,
    sealed  bytea not null
);

-- Keys for polls that are still to be convened, made before anybody waits for them; encrypted like the keys of polls.
create table spare_keys (
    key_id text primary key,
    bits   int not null check (bits > 0),
    sealed bytea not null
);

-- The roll marks: who took a credential in which poll, with the request they signed under their voting key. The digest of
-- what was signed lets a lost answer be given again. `handed_out`: the member votes on paper or at the house's own device.
create table credentials (
    poll_id        text not null references polls,
    assembly_id    text not null,
    member_id      text not null,
    blinded_digest text not null,
    signature      text not null default '',
    holder_id       text not null default '',
    holder_key      text not null default '',
    proxy_signature text not null default '',
    given_for       text not null default '',
    handed_out      text not null default '' check (handed_out in ('', 'paper', 'post', 'kiosk')),
    document_digest text not null default '',
    constraint credentials_on_paper_sign_nothing check ((handed_out in ('paper', 'post')) = (blinded_digest = '')),
    constraint credentials_by_post_have_a_letter check ((handed_out = 'post') = (document_digest <> '')),
    constraint credentials_name_their_proxy check (
        (holder_id <> '') = (given_for <> '') and (holder_id <> '' or holder_key = '' and proxy_signature = '')),
    constraint credentials_one_per_roll_entry primary key (poll_id, member_id),
    foreign key (assembly_id, member_id) references roll_entries
);
create index credentials_by_holder on credentials (poll_id, holder_id) where holder_id <> '';
create trigger credentials_append_only before update or delete or truncate on credentials
    for each statement execute function refuse_change();

-- Messages for the ballot box, written by the transaction that decided them, carried over after it.
create table box_messages (
    position   bigint generated always as identity primary key,
    poll_id    text not null references polls,
    do_what    text not null check (do_what in ('open_poll', 'close_poll', 'cancel_poll')),
    body       text not null,
    decided_on date not null,
    answered   boolean not null default false,
    refused    text not null default '',
    unique (poll_id, do_what)
);
create index box_messages_to_carry on box_messages (position) where not answered;

-- The board that the ballot box published, batch by batch: public, and nobody's name is on it.
create table published_batches (
    poll_id text not null references polls,
    number  int not null check (number > 0),
    root    text not null,
    body    text not null,
    primary key (poll_id, number)
);
create trigger published_batches_append_only before update or delete or truncate on published_batches
    for each statement execute function refuse_change();

-- The end of the board of a poll whose ballots are still sealed, and what closed it.
create table sealed_boards (
    poll_id text primary key references polls,
    closing text not null,
    root    text not null
);
create trigger sealed_boards_append_only before update or delete or truncate on sealed_boards
    for each statement execute function refuse_change();

-- The shares of a sealing key that scrutineers handed in after the close. Together they are published with the board.
create table sealing_shares (
    poll_id text not null references polls,
    number  int not null check (number > 0),
    share   text not null,
    primary key (poll_id, number)
);
create trigger sealing_shares_append_only before update or delete or truncate on sealing_shares
    for each statement execute function refuse_change();

-- The result of a poll; `reason` is empty when the resolution was adopted, `opened_with` where no ballot was sealed.
create table results (
    poll_id       text primary key references polls,
    closing       text not null,
    root          text not null,
    ballots       int not null check (ballots >= 0),
    votes_for     int not null,
    votes_against int not null,
    abstentions   int not null,
    present       bigint not null,
    entitled      bigint not null,
    reason        text not null,
    decided_on    date not null,
    opened_with   text not null default '',
    papers        text not null default ''
);
create trigger results_append_only before update or delete or truncate on results
    for each statement execute function refuse_change();

-- The minutes, as text; the printed ones left through shared.outgoing under `document_id`.
create table minutes (
    assembly_id text not null references assemblies,
    drawn_up_on date not null,
    words       text not null,
    document_id text not null,
    constraint minutes_drawn_up_once primary key (assembly_id)
);
create trigger minutes_append_only before update or delete or truncate on minutes
    for each statement execute function refuse_change();

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
    kind          text not null default 'work_group' check (kind in ('work_group', 'committee')),
    closes_on     date,
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

-- Who left an assembly and came back, in the order in which it happened: the last move of a member counts.
create table attendance_moves (
    position    bigint generated always as identity primary key,
    assembly_id text not null,
    member_id   text not null,
    is_there    boolean not null,
    foreign key (assembly_id, member_id) references attendances
);
create index attendance_moves_by_member on attendance_moves (assembly_id, member_id, position);
create trigger attendance_moves_append_only before update or delete or truncate on attendance_moves
    for each statement execute function refuse_change();

-- Who would end a poll, and how: two persons close it, two cancel it for the same reason. The key and its signature stand
-- here where the paper names the keys of its closers.
create table poll_consents (
    poll_id   text not null references polls,
    ending    text not null check (ending in ('close', 'cancel')),
    reason    text not null check ((ending = 'close') = (reason = '')),
    given_by  text not null check (given_by <> ''),
    key       text not null,
    signature text not null check ((key = '') = (signature = '')),
    given_on  date not null,
    position  bigint generated always as identity primary key,
    lapses_on date not null,
    constraint poll_consents_lapse_later check (lapses_on >= given_on)
);
create index poll_consents_by_poll on poll_consents (poll_id, position);
create unique index poll_consents_signed_once on poll_consents (poll_id, signature) where signature <> '';
create trigger poll_consents_append_only before update or delete or truncate on poll_consents
    for each statement execute function refuse_change();

-- Words that were taken back.
create table withdrawn_consents (
    position     bigint not null references poll_consents,
    withdrawn_on date not null,
    constraint poll_consents_withdrawn_once primary key (position)
);
create trigger withdrawn_consents_append_only before update or delete or truncate on withdrawn_consents
    for each statement execute function refuse_change();

-- Polls that two persons cancelled, and why. They stay on record, and their question may be put again.
create table cancelled_polls (
    poll_id      text primary key references polls,
    digest       text not null,
    reason       text not null,
    cancelled_on date not null,
    consents     text not null
);
create trigger cancelled_polls_append_only before update or delete or truncate on cancelled_polls
    for each statement execute function refuse_change();

-- No poll ends by the word of one, whoever writes the row.
create function refuse_one_person() returns trigger language plpgsql as $$
begin
    if new.state = 'closed' and (select closing = '' from results where poll_id = new.poll_id) then
        return new;
    end if;
    if (select coalesce(max(persons), 0) from (
            select least(count(distinct given_by), count(distinct case key when '' then given_by else key end)) as persons
            from poll_consents c
            where poll_id = new.poll_id and ending = case new.state when 'cancelled' then 'cancel' else 'close' end
              and (select l.given_on from poll_consents l where l.poll_id = new.poll_id
                   order by l.position desc limit 1) between c.given_on and c.lapses_on - 1
              and not exists (select 1 from withdrawn_consents w where w.position = c.position)
            group by reason) as agreed) < 2 then
        raise exception 'two persons end a poll' using errcode = 'check_violation', constraint = 'polls_ended_by_two';
    end if;
    return new;
end $$;
create trigger polls_ended_by_two before update on polls for each row
    when (new.state = 'cancelled' and old.state <> 'cancelled'
          or new.state = any ('{closing, sealed, closed}') and old.state = any ('{prepared, opening, open}'))
    execute function refuse_one_person();
create trigger polls_begin_open before insert on polls for each row
    when (new.state <> all ('{prepared, opening, open}')) execute function refuse_one_person();

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

-- Who represents whom at an assembly, in writing: signed by the principal, or by the digest of the paper that they signed.
create table proxies (
    proxy_id        text primary key,
    assembly_id     text not null references assemblies,
    principal_id    text not null,
    holder_id       text not null check (holder_id <> principal_id),
    holder_key      text not null,
    signature       text not null check (signature = '' or holder_key <> ''),
    document_digest text not null,
    given_on        date not null,
    given_by        text not null check (given_by = principal_id or document_digest <> '')
);
create index proxies_by_assembly on proxies (assembly_id, principal_id);
create trigger proxies_append_only before update or delete or truncate on proxies
    for each statement execute function refuse_change();

-- Proxies that were revoked or handed back.
create table ended_proxies (
    proxy_id text not null references proxies,
    ended_on date not null,
    ended_by text not null,
    constraint proxies_ended_once primary key (proxy_id)
);
create trigger ended_proxies_append_only before update or delete or truncate on ended_proxies
    for each statement execute function refuse_change();

-- Holders who are no members, when they came and left: the last move counts.
create table holder_moves (
    position    bigint generated always as identity primary key,
    assembly_id text not null references assemblies,
    holder_id   text not null,
    is_there    boolean not null
);
create index holder_moves_by_holder on holder_moves (assembly_id, holder_id, position);
create trigger holder_moves_append_only before update or delete or truncate on holder_moves
    for each statement execute function refuse_change();

-- The proxies that stand for an assembly: its own, and those of the first call that it follows (CSA art. 6:80).
create function standing_proxies_of(wanted text) returns table (
    proxy_id text, assembly_id text, principal_id text, holder_id text, holder_key text, signature text, given_on date,
    given_by text, given_for text) language sql stable as $$
    select distinct on (p.principal_id) p.proxy_id, a.assembly_id, p.principal_id, p.holder_id, p.holder_key, p.signature,
           p.given_on, p.given_by, p.assembly_id
    from assemblies a join proxies p on p.assembly_id in (a.assembly_id, a.follows)
    where a.assembly_id = wanted and not exists (select 1 from ended_proxies e where e.proxy_id = p.proxy_id)
    order by p.principal_id, p.assembly_id = a.assembly_id desc, p.proxy_id desc
$$;

-- Who is at an assembly now, and how: themselves, or by a holder who is there. Own presence overrides a proxy.
create function taking_part_in(wanted text) returns table (member_id text, manner text) language sql stable as $$
    with there as (
        select a.member_id, a.manner from attendances a
        left join lateral (select is_there from attendance_moves x where x.assembly_id = a.assembly_id
                           and x.member_id = a.member_id order by x.position desc limit 1) m on true
        where a.assembly_id = wanted and a.manner <> 'credential' and coalesce(m.is_there, true)
    )
    select there.member_id, there.manner from there
    union all
    select s.principal_id, 'represented' from standing_proxies_of(wanted) s
    join roll_entries e on e.assembly_id = wanted and e.member_id = s.principal_id
    where not exists (select 1 from there t where t.member_id = s.principal_id)
      and (exists (select 1 from there t where t.member_id = s.holder_id)
           or (select h.is_there from holder_moves h where h.assembly_id = wanted and h.holder_id = s.holder_id
               order by h.position desc limit 1))
$$;

-- How the convening left for each member, by which channel, with what proves it.
create table dispatches (
    position    bigint generated always as identity primary key,
    assembly_id text not null references assemblies,
    member_id   text not null,
    channel     text not null check (channel in ('email', 'post')),
    proof       text not null check (proof <> ''),
    sent_on     date not null,
    recorded_on date not null check (recorded_on >= sent_on),
    recorded_by text not null,
    constraint dispatches_once unique (assembly_id, member_id, channel, proof)
);
create trigger dispatches_append_only before update or delete or truncate on dispatches
    for each statement execute function refuse_change();

-- What came back: the member was not reached by that dispatch.
create table bounces (
    position   bigint not null references dispatches,
    bounced_on date not null,
    reason     text not null,
    constraint dispatches_bounce_once primary key (position)
);
create trigger bounces_append_only before update or delete or truncate on bounces
    for each statement execute function refuse_change();

-- What a teller counted of the ballots on paper: the last word of each counts, two alike are the count.
create table paper_counts (
    position  bigint generated always as identity primary key,
    poll_id   text not null references polls,
    sheet     text not null,
    given_by  text not null check (given_by <> ''),
    key       text not null,
    signature text not null check ((key = '') = (signature = ''))
);
create index paper_counts_by_poll on paper_counts (poll_id, position);
create trigger paper_counts_append_only before update or delete or truncate on paper_counts
    for each statement execute function refuse_change();

-- No ballot on paper, and no show of hands (which has no closing), is counted by the word of one, whoever writes the row.
create function refuse_one_teller() returns trigger language plpgsql as $$
declare
    on_paper int := (select count(*) from credentials where poll_id = new.poll_id and handed_out in ('paper', 'post'));
begin
    if (on_paper > 0 or new.closing = '') <> (new.papers <> '') or new.papers <> '' and (
            select least(count(distinct given_by), count(distinct case key when '' then given_by else key end))
            from (select distinct on (given_by) * from paper_counts where poll_id = new.poll_id
                  order by given_by, position desc) as last
            where sheet::jsonb = new.papers::jsonb - 'signed') < 2 then
        raise exception 'two tellers count' using errcode = 'check_violation', constraint = 'papers_counted_by_two';
    end if;
    return new;
end $$;
create trigger papers_counted_by_two before insert on results for each row execute function refuse_one_teller();

-- Behind the close of its vote an item is settled by two: one proposes how and why, another confirms the same words. A
-- result that displeases nobody takes back alone, whoever writes the row.
create table settlement_proposals (
    proposal_id   text primary key references approval_requests,
    resolution_id text not null references resolutions,
    how           text not null check (how in ('withdrawn', 'adjourned', 'annulled')),
    reason        text not null check (reason <> ''),
    proposed_on   date not null
);
create index settlement_proposals_by_item on settlement_proposals (resolution_id);
create trigger settlement_proposals_append_only before update or delete or truncate on settlement_proposals
    for each statement execute function refuse_change();

create function refuse_to_settle_alone() returns trigger language plpgsql as $$
begin
    perform from polls p join resolutions r using (resolution_id) join resolutions s on s.resolution_id = new.resolution_id
    where (r.resolution_id = s.resolution_id or r.voted_with = s.voted_with) and p.state in ('closing', 'sealed', 'closed');
    if not found then
        return new;
    end if;
    perform from settlement_proposals p join approval_uses u on u.request_id = p.proposal_id
    where p.resolution_id = new.resolution_id and p.how = new.how and p.reason = new.reason;
    if not found then
        raise exception 'two persons settle what was voted on'
            using errcode = 'check_violation', constraint = 'items_settled_by_two';
    end if;
    return new;
end $$;
create trigger items_settled_by_two before insert on settled_items
    for each row execute function refuse_to_settle_alone();

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

-- The pass that a member shows at the entrance, by the digest of its code; the one made last is good.
create table entry_passes (
    position    bigint generated always as identity primary key,
    code_digest text not null unique,
    assembly_id text not null references assemblies,
    member_id   text not null,
    made_on     date not null
);
create index entry_passes_by_member on entry_passes (assembly_id, member_id, position);
create trigger entry_passes_append_only before update or delete or truncate on entry_passes
    for each statement execute function refuse_change();

-- The documents of an agenda themselves: each is the one whose digest stood in the convening.
create table agenda_files (
    assembly_id text not null,
    digest      text not null,
    content     bytea not null,
    attached_on date not null,
    constraint agenda_files_attached_once primary key (assembly_id, digest),
    check (encode(sha256(content), 'hex') = digest)
);
create trigger agenda_files_append_only before update or delete or truncate on agenda_files
    for each statement execute function refuse_change();
