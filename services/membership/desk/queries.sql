-- name: list_questions
-- What a member asked, newest first.
select q.id, q.member_id, q.subject, q.text, q.asked_on, q.due_on, q.answered_on, q.answered_by, q.answer,
       coalesce(x.expert_id, '') as expert_id
from questions q left join question_referrals x on x.question_id = q.id and x.closed_on is null
where q.member_id = %(member_id)s order by q.asked_on desc, q.id desc limit %(limit)s;

-- name: attachments_of
-- The files of questions, without their bytes.
select id as attachment_id, question_id, name, media_type, digest, octet_length(content) as bytes, added_on
from question_attachments where question_id = any(%(ids)s) order by id;

-- name: owner_of_attachment
-- Whose question a file belongs to.
select q.member_id from question_attachments t join questions q on q.id = t.question_id where t.id = %(attachment_id)s;

-- name: owner_of_question
-- Whose question it is.
select member_id from questions where id = %(question_id)s;

-- name: get_attachment
-- A file with its bytes.
select id as attachment_id, question_id, name, media_type, digest, octet_length(content) as bytes, added_on, content
from question_attachments where id = %(attachment_id)s;

-- name: is_expert
-- Whether an advisor works here on a day and knows a field.
select exists (select from advisors where id = %(expert_id)s and %(field)s = any(specialities) and active_from <= %(on)s
               and (active_until is null or active_until > %(on)s)) as there;

-- name: add_attachment
-- A file of a question.
insert into question_attachments (id, question_id, name, media_type, digest, content, added_on, actor)
values (%(id)s, %(question_id)s, %(name)s, %(media_type)s, %(digest)s, %(content)s, %(on)s, %(actor)s);

-- name: add_referral
-- An expert looks at a question.
insert into question_referrals (id, question_id, expert_id, note, referred_on, referred_by)
values (%(id)s, %(question_id)s, %(expert_id)s, %(note)s, %(on)s, %(actor)s);

-- name: close_referral
-- The expert is done with it.
update question_referrals set closed_on = %(on)s, returned_because = %(because)s
where question_id = %(question_id)s and closed_on is null;

-- name: list_desk
-- What lies on desks on a day: of one advisor (with those whom he covers), or all; most urgent kinds first, then by day.
with mine as (
    select s.member_id, coalesce(b.cover_id, s.advisor_id) as advisor_id
    from assignments s left join absences b on b.advisor_id = s.advisor_id and b.days @> %(on)s::date
    where s.until_on is null
), found (kind, ref, member_id, due_on) as (
    select i.kind, i.ref, i.member_id, i.due_on from desk_items i
    where i.closed_on is null and i.kind = 'client_overdue'
    union all
    select 'advance_at_risk', a.ref, a.member_id, o.due_on from desk_items a
    join desk_items o on o.kind = 'client_overdue' and o.ref = a.invoice_id and o.closed_on is null
    where a.kind = 'advance_open' and a.closed_on is null
    union all
    select i.kind, i.ref, i.member_id, i.due_on from desk_items i
    where i.closed_on is null and i.kind = 'cover_ending' and i.due_on between %(on)s and %(cover_until)s
    union all
    select 'share_in_arrears', c.id, c.member_id, c.next_due_on from share_calls c
    where c.settled_on is null and c.withdrawn_on is null and (c.reason <> 'voluntary' or c.paid_cents > 0 and c.paid_cents >= c.first_cents) and c.next_due_on < %(on)s
    union all
    select 'question_open', q.id, q.member_id, q.due_on from questions q where q.answered_on is null
    union all
    select 'identity_missing', r.id, '', r.submitted_on from registrations r where r.state = 'submitted'
    union all
    select 'advisor_missing', m.id, m.id, m.admitted_on from members m
    where m.admitted_on is not null and m.left_on is null and not exists (select from mine where mine.member_id = m.id)
)
select f.kind, f.ref, f.member_id, f.due_on, coalesce(x.expert_id, mine.advisor_id, '') as advisor_id,
       array_position(%(kinds)s::text[], f.kind) as rank
from found f left join mine on mine.member_id = f.member_id
left join question_referrals x on f.kind = 'question_open' and x.question_id = f.ref and x.closed_on is null
where (%(advisor_id)s::text = '' or coalesce(x.expert_id, mine.advisor_id) = %(advisor_id)s
       or (f.kind = 'identity_missing' and exists (
               select from registrations r join advisors a on r.city = any(a.cities)
               where r.id = f.ref and a.id = %(advisor_id)s)))
  and f.kind = any(%(kinds)s::text[])
order by rank, f.due_on, f.ref limit %(limit)s;

-- name: add_question
-- A member asks.
insert into questions (id, member_id, subject, text, asked_on, due_on)
values (%(id)s, %(member_id)s, %(subject)s, %(text)s, %(on)s, %(due_on)s);

-- name: lock_question
-- A question, locked.
select id, member_id, answered_on from questions where id = %(question_id)s for update;

-- name: answer_question
-- It is answered.
update questions set answered_on = %(on)s, answered_by = %(actor)s, answer = %(answer)s where id = %(question_id)s;

-- name: open_item
-- Something lies on the desk; what was there before stays as it was.
insert into desk_items (kind, ref, member_id, invoice_id, due_on, opened_on, open_cents)
values (%(kind)s, %(ref)s, %(member_id)s, %(invoice_id)s, %(due_on)s, %(on)s, %(open_cents)s)
on conflict (kind, ref) do update set closed_on = null, due_on = excluded.due_on, open_cents = excluded.open_cents;

-- name: move_open
-- More or less is open on what was late: done where nothing is, and not done where something is again.
update desk_items set open_cents = open_cents + %(by)s,
    closed_on = case when open_cents + %(by)s > 0 then null else coalesce(closed_on, %(on)s) end
where kind = %(kind)s and ref = %(ref)s;

-- name: close_item
-- It is done.
update desk_items set closed_on = %(on)s, open_cents = 0
where kind = %(kind)s and ref = %(ref)s and closed_on is null;
