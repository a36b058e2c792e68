-- name: due_invitation
-- Seats in sessions to come.
select t.id as ref, t.member_id, t.name, t.person, s.language, s.title, s.place, s.starts_at, s.ends_at
from seats t join sessions s on s.id = t.session_id
where t.state = 'booked' and t.changed_at = t.booked_at and s.state = 'scheduled' and s.starts_on >= %(on)s
  and not exists (select from letters l where l.kind = 'invitation' and l.ref = t.id) limit %(limit)s;

-- name: due_promotion
-- Seats in sessions to come that became free for somebody who waited.
select t.id as ref, t.member_id, t.name, t.person, s.language, s.title, s.place, s.starts_at, s.ends_at
from seats t join sessions s on s.id = t.session_id
where t.state = 'booked' and t.changed_at > t.booked_at and s.state = 'scheduled' and s.starts_on >= %(on)s
  and not exists (select from letters l where l.kind = 'promotion' and l.ref = t.id) limit %(limit)s;

-- name: due_acceptance
-- First shares that were called and are not paid.
select c.id as ref, c.member_id, c.next_cents as cents, c.currency, c.next_due_on as due_on, c.structured_communication
from share_calls c
where c.reason = 'first' and c.settled_on is null and c.withdrawn_on is null and c.called_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'acceptance' and l.ref = c.id) limit %(limit)s;

-- name: due_share_call
-- Further shares that were called and are not paid.
select c.id as ref, c.member_id, c.next_cents as cents, c.currency, c.next_due_on as due_on, c.structured_communication, c.year,
       c.shares, c.reason
from share_calls c
where c.reason <> 'first' and c.settled_on is null and c.withdrawn_on is null and c.called_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'share_call' and l.ref = c.id) limit %(limit)s;

-- name: due_reminder
-- Calls of members that fall due soon, after which their vote is suspended; nobody is reminded of a call of these days.
select c.id as ref, c.member_id, c.next_cents as cents, c.currency, c.next_due_on as due_on, c.structured_communication, c.year
from share_calls c join members m on m.id = c.member_id
where c.reason <> 'voluntary' and c.settled_on is null and c.withdrawn_on is null and m.admitted_on is not null
  and m.left_on is null and c.next_due_on between %(on)s and %(soon)s and c.called_on < %(since_reminded)s
  and not exists (select from letters l where l.kind = 'reminder' and l.ref = c.id) limit %(limit)s;

-- name: due_admission
-- Members who were admitted.
select m.id as ref, m.id as member_id, m.number, m.admitted_on from members m
where m.admitted_on between %(since)s and %(on)s and m.left_on is null
  and not exists (select from letters l where l.kind = 'admission' and l.ref = m.id) limit %(limit)s;

-- name: due_resignation
-- Resignations under way, with what the member holds and where their money goes.
select e.id as ref, e.member_id, e.requested_on, e.effective_on, m.shares, coalesce(right(p.iban, 4), '') as ends_with
from exits e join members m on m.id = e.member_id
left join lateral (select case when confirmed_on is not null then iban end as iban from payees
                   where member_id = e.member_id and withdrawn_on is null order by recorded_at desc, id desc limit 1) p on true
where e.cause = 'resignation' and e.state in ('requested', 'ended', 'settled') and e.requested_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'resignation' and l.ref = e.id) limit %(limit)s;

-- name: due_exclusion_proposed
-- Proposals to exclude that the member is told of.
select x.id as ref, x.member_id, x.reasons, x.answer_until from exclusions x
where x.state = 'notified' and x.notified_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'exclusion_proposed' and l.ref = x.id) limit %(limit)s;

-- name: due_exclusion
-- Decisions to exclude that the member is told of.
select x.id as ref, x.member_id, x.grounds as reasons, x.decided_on from exclusions x
where x.state = 'closed' and x.outcome = 'excluded' and x.decision_notified_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'exclusion' and l.ref = x.id) limit %(limit)s;

-- name: due_kept
-- Members whom it was decided not to exclude, and those whose exclusion was annulled.
select kept.ref, kept.member_id, kept.decided_on, kept.how from (
    select x.id as ref, x.member_id, x.decided_on, 'not_excluded' as how, x.decision_notified_on as told_on
    from exclusions x where x.state = 'closed' and x.outcome = 'kept'
    union all
    select e.id, e.member_id, a.happened_on, 'annulled', a.recorded_on
    from exits e join legal_acts a on a.refers_to = e.id and a.act = 'exit_annulled' where e.cause = 'exclusion'
) kept
where kept.told_on between %(since)s and %(on)s
  and not exists (select from letters l where l.kind = 'kept' and l.ref = kept.ref) limit %(limit)s;

-- name: due_payee_code
-- Newest accounts of members that wait for their confirmation.
select p.id as ref, p.member_id, p.recorded_on, right(p.iban, 4) as ends_with from payees p
where p.confirmed_on is null and p.withdrawn_on is null and p.iban <> '' and p.recorded_on between %(since)s and %(on)s
  and not exists (select from payees n where n.member_id = p.member_id and n.withdrawn_on is null
                  and (n.recorded_at, n.id) > (p.recorded_at, p.id))
  and not exists (select from letters l where l.kind = 'payee_code' and l.ref = p.id) limit %(limit)s;

-- name: known_addressee
-- Who a member is and how they were reached on a day in the past, or at first where that was later.
select m.language, coalesce(c.email, '') as email, h.given_name, h.family_name, h.street, h.postcode, h.town, h.country
from members m
left join lateral (select email from contacts where member_id = m.id
                   order by recorded_on <= %(known_on)s desc, case when recorded_on <= %(known_on)s then recorded_at end desc,
                            recorded_at, id limit 1) c on true
left join lateral (select given_name, family_name, street, postcode, town, country from holders where member_id = m.id
                   order by (recorded_at at time zone 'UTC')::date <= %(known_on)s desc,
                            case when (recorded_at at time zone 'UTC')::date <= %(known_on)s then recorded_at end desc,
                            recorded_at, id limit 1) h on true
where m.id = %(member_id)s;

-- name: addressee
-- Who a member is and how they are reached today; nothing is left of who was erased.
select m.language, coalesce(c.email, '') as email, h.given_name, h.family_name, h.street, h.postcode, h.town, h.country
from members m
left join lateral (select email from contacts where member_id = m.id order by recorded_at desc, id desc limit 1) c on true
left join lateral (select given_name, family_name, street, postcode, town, country from holders
                   where member_id = m.id and effective_on <= %(on)s
                   order by effective_on desc, recorded_at desc, id desc limit 1) h on true
where m.id = %(member_id)s;

-- name: add_letter
-- A letter that was written, or could not be; another run may have written it at this moment.
insert into letters (id, kind, ref, member_id, language, written_on, written_at, sent_by, document_id, obstacle)
values (%(id)s, %(kind)s, %(ref)s, %(member_id)s, %(language)s, %(on)s, %(at)s, %(sent_by)s, %(document_id)s, %(obstacle)s)
on conflict (kind, ref) do nothing;

-- name: list_letters
-- The letters of a member, newest first, with what became of them.
select l.id as letter_id, l.kind, l.language, l.written_on, l.sent_by, l.obstacle,
       exists (select from outgoing_answers a where a.document_id = l.document_id and a.kind = 'sent') as left_us,
       coalesce(f.kind, '') as failed, coalesce(f.reason, '') as failure_code
from letters l left join mail_failures f on f.document_id = l.document_id
where l.member_id = %(member_id)s order by l.written_at desc, l.id desc limit %(limit)s;

-- name: list_stopped_letters
-- Letters that did not arrive, or could not be made, and that nobody has settled; the oldest first.
select l.id as letter_id, l.kind, l.member_id, l.written_on, l.sent_by, l.obstacle, coalesce(f.kind, '') as failed,
       coalesce(f.reason, '') as failure_code
from letters l left join mail_failures f on f.document_id = l.document_id
where l.settled_on is null and (l.sent_by = 'not_at_all' or f.settled_at is null and f.document_id is not null)
order by l.written_at, l.id limit %(limit)s;

-- name: get_letter
-- One letter.
select id, document_id, member_id, sent_by from letters where id = %(letter_id)s for update;

-- name: settle_letter
-- A person saw to a letter that did not arrive.
update letters set settled_on = %(on)s where id = %(letter_id)s;

-- name: open_bills
-- What a member or candidate is to pay for shares, what falls due first in front.
select id as call_id, next_cents as cents, currency, next_due_on as due_on, structured_communication from share_calls
where member_id = %(member_id)s and settled_on is null and withdrawn_on is null order by next_due_on, id;

-- name: is_applicant
-- Whether somebody applied to become this member.
select exists (select from registrations where member_id = %(member_id)s and applicant = %(applicant)s) as applied;
