-- name: known_numbers
-- Members of these numbers, or these persons as current members, who are here already.
select number, national_number from members
where number = any(%(numbers)s) or (left_on is null and national_number <> '' and national_number = any(%(people)s));

-- name: known_communications
-- References of calls that are here already.
select structured_communication from share_calls where structured_communication = any(%(communications)s);

-- name: add_registrations
-- Where members who are taken over came from.
insert into registrations (id, applicant, state, given_name, family_name, national_number, street, postcode, town, country,
                           email, phone, language, activity, city, drafted_on, verified_on, decided_on, member_id,
                           legal_name, enterprise_number)
select * from unnest(%(registration_id)s::text[], %(applicant)s::text[], %(state)s::text[], %(given_name)s::text[],
    %(family_name)s::text[], %(national_number)s::text[], %(street)s::text[], %(postcode)s::text[], %(town)s::text[],
    %(country)s::text[], %(email)s::text[], %(phone)s::text[], %(language)s::text[], %(activity)s::text[], %(city)s::text[],
    %(accepted_on)s::date[], %(accepted_on)s::date[], %(accepted_on)s::date[], %(member_id)s::text[],
    %(legal_name)s::text[], %(enterprise_number)s::text[]);

-- name: add_members
-- Members who are taken over, under the numbers that people know.
insert into members (id, registration_id, national_number, language, founder, accepted_on, admitted_on, left_on, left_reason,
                     shares, share_holds_until, number, share_class)
select * from unnest(%(member_id)s::text[], %(registration_id)s::text[], %(national_number)s::text[], %(language)s::text[],
    %(founder)s::boolean[], %(accepted_on)s::date[], %(admitted_on)s::date[], %(left_on)s::date[], %(left_reason)s::text[],
    %(shares)s::int[], %(holds_until)s::date[], %(number)s::bigint[], %(share_class)s::text[]);

-- name: add_contacts
-- How they are reached.
insert into contacts (id, member_id, email, phone, language, recorded_on, recorded_at, actor)
select id, member_id, email, phone, language, %(on)s, %(at)s, %(actor)s
from unnest(%(contact_id)s::text[], %(member_id)s::text[], %(email)s::text[], %(phone)s::text[], %(language)s::text[])
    as reached (id, member_id, email, phone, language);

-- name: add_holders
-- Names and domiciles for the register; they wait for the chain.
with held as (
    insert into holders (id, member_id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at,
                         actor, reason, salt, digest)
    select h.id, h.member_id, h.given_name, h.family_name, h.street, h.postcode, h.town, h.country, h.effective_on, %(at)s,
           %(actor)s, 'taken over', h.salt, h.digest
    from unnest(%(holder_id)s::text[], %(member_id)s::text[], %(given_name)s::text[], %(family_name)s::text[],
        %(street)s::text[], %(postcode)s::text[], %(town)s::text[], %(country)s::text[], %(admitted_on)s::date[],
        %(salt)s::text[], %(digest)s::text[])
        as h (id, member_id, given_name, family_name, street, postcode, town, country, effective_on, salt, digest)
    returning id)
insert into register_unsealed (entry_id, kind) select id, 'holder' from held;

-- name: add_movements
-- Movements that are taken over; they wait for the chain.
with moved as (
    insert into share_movements (id, member_id, share_class, kind, shares, cents, currency, effective_on, recorded_at, cause,
                                 counterpart, actor)
    select m.id, m.member_id, m.share_class, m.kind, m.shares, m.cents, %(currency)s, m.effective_on, %(at)s, m.cause, '',
           %(actor)s
    from unnest(%(id)s::text[], %(member_id)s::text[], %(share_class)s::text[], %(kind)s::text[], %(shares)s::int[],
        %(cents)s::bigint[], %(effective_on)s::date[], %(cause)s::text[])
        as m (id, member_id, share_class, kind, shares, cents, effective_on, cause)
    returning id)
insert into register_unsealed (entry_id, kind) select id, 'movement' from moved;

-- name: add_standings
-- Rights to vote that are taken over; they wait for the chain.
with stands as (
    insert into standings (member_id, effective_on, recorded_at, voting, suspended_shares, reason)
    select s.member_id, s.effective_on, %(at)s, s.voting, s.suspended_shares, s.reason
    from unnest(%(member_id)s::text[], %(effective_on)s::date[], %(voting)s::boolean[], %(suspended_shares)s::int[],
        %(reason)s::text[]) as s (member_id, effective_on, voting, suspended_shares, reason)
    returning id)
insert into register_unsealed (entry_id, kind) select id::text, 'standing' from stands;

-- name: standings_until
-- Before this day their line was kept elsewhere.
update members set standings_taken_over_on = %(on)s where id = any(%(member_ids)s);

-- name: next_number
-- The next member to come gets a number of their own.
select setval(pg_get_serial_sequence('members', 'number'), (select max(number) from members)) as number;
