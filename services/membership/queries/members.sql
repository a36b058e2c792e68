-- name: add_member
-- A candidate: accepted, not yet admitted.
insert into members (id, registration_id, national_number, language, founder, accepted_on)
values (%(id)s, %(registration_id)s, %(national_number)s, %(language)s, %(founder)s, %(accepted_on)s);

-- name: person_is_member
-- Whether a member or candidate has this national number.
select exists (select from members where national_number = %(national_number)s and left_on is null) as known;

-- name: lock_member
-- A member, locked while his shares or his membership change.
select id, language, founder, accepted_on, admitted_on, left_on, shares from members where id = %(member_id)s for update;

-- name: get_member
-- A member as the other rooms may know him: no personal data.
select m.id, m.language, m.founder, m.accepted_on, m.admitted_on, m.left_on, m.left_reason, m.shares
from members m where m.id = %(member_id)s;

-- name: admit_member
-- From candidate to member.
update members set admitted_on = %(on)s where id = %(member_id)s and admitted_on is null;

-- name: move_shares
-- The holding of today moves with the register.
update members set shares = shares + %(by)s where id = %(member_id)s returning shares;

-- name: end_membership
-- Somebody is no longer a member, or a candidate no longer a candidate.
update members set left_on = %(on)s, left_reason = %(reason)s where id = %(member_id)s and left_on is null;

-- name: add_holder
-- A version of name and domicile for the register; it waits for the chain.
with held as (
insert into holders (id, member_id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at,
                     actor, reason, salt, digest)
values (%(id)s, %(member_id)s, %(given_name)s, %(family_name)s, %(street)s, %(postcode)s, %(town)s, %(country)s,
        %(effective_on)s, %(recorded_at)s, %(actor)s, %(reason)s, %(salt)s, %(digest)s)
returning id)
insert into register_unsealed (entry_id, kind) select id, 'holder' from held;

-- name: add_contact
-- A version of how to reach a member.
insert into contacts (id, member_id, email, phone, language, recorded_on, recorded_at, actor)
values (%(id)s, %(member_id)s, %(email)s, %(phone)s, %(language)s, %(recorded_on)s, %(recorded_at)s, %(actor)s);

-- name: get_contact
-- How to reach a member, newest version.
select email, phone, language, recorded_on from contacts where member_id = %(member_id)s
order by recorded_at desc, id desc limit 1;

-- name: get_holder
-- Name and domicile of a member on a day, as known at an instant.
select given_name, family_name, street, postcode, town, country, effective_on from holders
where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
order by effective_on desc, recorded_at desc, id desc limit 1;

-- name: set_language
-- The language in which a member wants to be spoken to.
update members set language = %(language)s where id = %(member_id)s;

-- name: list_holder_versions
-- Every version of a member's name and domicile, oldest first.
select id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at, actor, reason, erased_at
from holders where member_id = %(member_id)s order by recorded_at, id;

-- name: list_contact_versions
-- Every version of how to reach a member, oldest first.
select id, email, phone, language, recorded_on, recorded_at, actor from contacts where member_id = %(member_id)s
order by recorded_at, id;
