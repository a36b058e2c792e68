-- name: add_member
-- A candidate: accepted, not yet admitted.
insert into members (id, registration_id, national_number, language, founder, accepted_on, share_class)
values (%(id)s, %(registration_id)s, %(national_number)s, %(language)s, %(founder)s, %(accepted_on)s, %(share_class)s);

-- name: person_is_member
-- Whether a member or candidate has this national number, or had it before it changed.
select exists (select from members m where m.left_on is null and m.id <> %(but)s and %(national_number)s::text <> '' and (
                   m.national_number = %(national_number)s or exists (
                       select from person_number_changes c where c.member_id = m.id and c.number_before = %(national_number)s))
              ) as known;

-- name: lock_member
-- A member, locked while their shares or their membership change.
select id, language, founder, accepted_on, admitted_on, left_on, left_reason, shares, share_holds_until, share_class from members
where id = %(member_id)s for update;

-- name: get_member
-- A member as the others may know them: no personal data.
select id, language, founder, accepted_on, admitted_on, left_on, left_reason, shares, share_holds_until, share_class from members
where id = %(member_id)s;

-- name: admit_member
-- From candidate to member.
update members set admitted_on = %(on)s where id = %(member_id)s and admitted_on is null;

-- name: end_membership
-- Somebody is no longer a member, or a candidate no longer a candidate.
update members set left_on = %(on)s, left_reason = %(reason)s where id = %(member_id)s and left_on is null;

-- name: restore_membership
-- A membership that should not have ended.
update members set left_on = null, left_reason = '' where id = %(member_id)s;

-- name: add_contact
-- A version of how to reach a member.
insert into contacts (id, member_id, email, phone, language, recorded_on, recorded_at, actor)
values (%(id)s, %(member_id)s, %(email)s, %(phone)s, %(language)s, %(recorded_on)s, %(recorded_at)s, %(actor)s);

-- name: get_contact
-- How to reach a member, newest version.
select email, phone, language from contacts where member_id = %(member_id)s
order by recorded_at desc, id desc limit 1;

-- name: set_language
-- The language in which a member wants to be spoken to.
update members set language = %(language)s where id = %(member_id)s;

-- name: save_share_until
-- Until when the shares that are paid hold.
update members set share_holds_until = %(until)s where id = %(member_id)s;
