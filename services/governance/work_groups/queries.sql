-- name: add_group
-- Call a work group together by its mandate.
insert into work_groups (group_id, resolution_id, title, deliverable, ends_on, answer_days, seed_digest, called_on, kind,
                         closes_on)
values (%(group_id)s, %(resolution_id)s, %(title)s, %(deliverable)s, %(ends_on)s, %(answer_days)s, %(seed_digest)s,
        %(on)s, %(kind)s, %(closes_on)s);

-- name: add_stratum
-- Note how many of a group come from a stratum, in the order of the call.
insert into work_group_strata (group_id, place, name, seats) values (%(group_id)s, %(place)s, %(name)s, %(seats)s);

-- name: hold_group
-- Whoever changes the same group waits for who came before; the group itself no service may lock.
select pg_advisory_xact_lock(hashtextextended('governance.group.' || %(group_id)s, 0));

-- name: get_group
-- A work group, or nothing.
select g.group_id, g.resolution_id, g.title, g.deliverable, g.ends_on, g.answer_days, g.seed_digest, g.kind,
       g.closes_on,
       coalesce(d.seed, '') as seed
from work_groups g left join work_group_draws d using (group_id) where g.group_id = %(group_id)s;

-- name: list_groups
-- A page of work groups, the last called first, each with how far it is.
select g.group_id, g.resolution_id, g.title, g.ends_on, d.group_id is not null as drawn,
       (select count(*) from work_group_volunteers v where v.group_id = g.group_id)::int as volunteers,
       (select count(*) from recommendations r where r.group_id = g.group_id)::int as recommendations,
       (select count(distinct r.recommendation_id) from recommendations r join recommendation_answers a
        using (recommendation_id) where r.group_id = g.group_id)::int as answered
from work_groups g left join work_group_draws d using (group_id)
where %(after)s::text = '' or g.group_id < %(after)s order by g.group_id desc limit %(limit)s;

-- name: strata_of
-- The strata of a work group, in the order of its call.
select name, seats from work_group_strata where group_id = %(group_id)s order by place;

-- name: add_volunteer
-- Note that a member volunteers for a group.
insert into work_group_volunteers (group_id, member_id, stratum) values (%(group_id)s, %(member_id)s, %(stratum)s);

-- name: volunteers_of
-- Who volunteered for a group, in the order of members.
select member_id, stratum from work_group_volunteers where group_id = %(group_id)s order by member_id collate "C";

-- name: add_draw
-- Note the seed with which the members were drawn.
insert into work_group_draws (group_id, seed, drawn_on) values (%(group_id)s, %(seed)s, %(on)s);

-- name: add_meeting
-- Note a meeting of a group.
insert into work_group_meetings (group_id, held_on, words) values (%(group_id)s, %(on)s, %(words)s);

-- name: count_meetings
-- How often a group met.
select count(*)::int as meetings from work_group_meetings where group_id = %(group_id)s;

-- name: add_recommendation
-- Note what a group recommends, and until when the board answers.
insert into recommendations (recommendation_id, group_id, place, theme, words, answer_due_on)
select %(recommendation_id)s, %(group_id)s, 1 + count(*), %(theme)s, %(words)s, %(answer_due_on)s
from recommendations where group_id = %(group_id)s;

-- name: add_answer
-- Note what the board says of a recommendation; the last answer counts.
insert into recommendation_answers (recommendation_id, status, answer, answered_on)
values (%(recommendation_id)s, %(status)s, %(answer)s, %(on)s);

-- name: group_of_recommendation
-- The group that made a recommendation, or nothing.
select group_id from recommendations where recommendation_id = %(recommendation_id)s;

-- name: recommendations_of
-- What a group recommended, with the board's last answer and the day of its first.
select r.recommendation_id, r.place, r.theme, r.words, r.answer_due_on, a.status, coalesce(a.answer, '') as answer,
       (select min(f.answered_on) from recommendation_answers f where f.recommendation_id = r.recommendation_id)
           as answered_on
from recommendations r
left join lateral (select status, answer from recommendation_answers x where x.recommendation_id = r.recommendation_id
                   order by x.position desc limit 1) a on true
where r.group_id = %(group_id)s order by r.place;

-- name: add_nomination
-- Note whom a member would have as facilitator, and why.
insert into facilitator_nominations (group_id, member_id, nominee_id, reason, made_on)
values (%(group_id)s, %(member_id)s, %(nominee_id)s, %(reason)s, %(on)s);

-- name: nominations_of
-- Whom each member of a group would have as facilitator: what they named last.
select distinct on (member_id collate "C") member_id, nominee_id, reason from facilitator_nominations
where group_id = %(group_id)s order by member_id collate "C", position desc;

-- name: add_proposal
-- Note who is proposed as facilitator.
insert into facilitator_proposals (proposal_id, group_id, nominee_id, proposed_on)
values (%(proposal_id)s, %(group_id)s, %(nominee_id)s, %(on)s);

-- name: proposals_of
-- Who was proposed as facilitator of a group, in that order, and since when they are it.
select p.proposal_id, p.nominee_id, f.elected_on from facilitator_proposals p left join facilitators f using (proposal_id)
where p.group_id = %(group_id)s order by p.proposal_id;

-- name: group_of_proposal
-- The group to which a facilitator is proposed, or nothing.
select group_id from facilitator_proposals where proposal_id = %(proposal_id)s;

-- name: add_word
-- Note what a member says to a proposal.
insert into facilitator_words (proposal_id, member_id, consents, reason, given_on)
values (%(proposal_id)s, %(member_id)s, %(consents)s, %(reason)s, %(on)s);

-- name: words_of
-- The last word of each member to a proposal.
select distinct on (member_id collate "C") member_id, consents, reason from facilitator_words
where proposal_id = %(proposal_id)s order by member_id collate "C", position desc;

-- name: add_facilitator
-- Note that who was proposed is the facilitator.
insert into facilitators (proposal_id, elected_on) values (%(proposal_id)s, %(on)s);
