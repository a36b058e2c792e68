-- name: register_totals
-- How many shares exist, what is paid on them and how many hold them, on a day as known at an instant.
select count(*)::int as holders, coalesce(sum(shares), 0)::bigint as shares, coalesce(sum(cents), 0)::bigint as cents
from (
    select sum(shares) as shares, sum(cents) as cents from share_movements
    where (%(share_class)s::text = '' or member_id in (select id from members where share_class = %(share_class)s))
      and effective_on <= %(on)s and recorded_at < %(known_before)s
    group by member_id having sum(shares) <> 0
) held;

-- name: register_page
-- Holders of shares on a day as known at an instant, with name, domicile and right to vote, after a member id.
with held as materialized (
    select member_id, sum(shares)::int as shares, sum(cents)::bigint as cents from share_movements
    where (%(share_class)s::text = '' or member_id in (select id from members where share_class = %(share_class)s))
      and member_id > %(after)s and effective_on <= %(on)s and recorded_at < %(known_before)s
    group by member_id having sum(shares) <> 0
    order by member_id limit %(limit)s
)
select r.member_id, coalesce(ltrim(p.given_name || ' ' || p.family_name), %(erased)s) as name,
       coalesce(p.street || ', ' || p.postcode || ' ' || p.town || ', ' || p.country, %(erased)s) as domicile,
       r.shares, r.cents, coalesce(s.voting, true) as voting, coalesce(s.suspended_shares, 0) as suspended_shares
from held r
left join (
    select distinct on (member_id) * from holders
    where member_id > %(after)s and member_id <= (select max(member_id) from held)
      and effective_on <= %(on)s and recorded_at < %(known_before)s
    order by member_id, effective_on desc, recorded_at desc, id desc
) p using (member_id)
left join (
    select distinct on (member_id) * from standings
    where member_id > %(after)s and member_id <= (select max(member_id) from held)
      and effective_on <= %(on)s and recorded_at < %(known_before)s
    order by member_id, effective_on desc, id desc
) s using (member_id)
order by r.member_id;

-- name: holding_as_of
-- One member's right to vote on a day as known at an instant, on each of the movements that led there, in their order;
-- one row without a movement where there is none.
select s.voting, s.suspended_shares, m.*
from (select) once
left join lateral (
    select voting, suspended_shares from standings
    where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
    order by effective_on desc, id desc limit 1
) s on true
left join lateral (
    select id as movement_id, share_class, kind, shares, cents, currency, effective_on, recorded_at, counterpart
    from share_movements
    where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
) m on true
order by m.effective_on, m.recorded_at, m.movement_id;

-- name: movements_of
-- The movements of one member until a day, as known at an instant, in their order.
select id, share_class, kind, shares, cents, currency, effective_on, recorded_at, cause, counterpart, refers_to,
       split_part(cause, '/', 2) as lot
from share_movements
where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
order by effective_on, recorded_at, id;

-- name: get_holder
-- Name and domicile of a member on a day, as known at an instant.
select given_name, family_name, street, postcode, town, country from holders
where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
order by effective_on desc, recorded_at desc, id desc limit 1;

-- name: list_reads
-- Who read the register, newest first, about one member or all, before a cursor.
select id, read_at, actor, roles, assurance, purpose, what, about, rows_read from register_reads
where (%(about)s::text = '' or about = %(about)s) and (%(before)s::text = '' or id < %(before)s)
order by id desc limit %(limit)s;

-- name: add_holder
-- A version of name and domicile for the register; it waits for the chain.
with held as (
insert into holders (id, member_id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at,
                     actor, reason, salt, digest)
values (%(id)s, %(member_id)s, %(given_name)s, %(family_name)s, %(street)s, %(postcode)s, %(town)s, %(country)s,
        %(effective_on)s, %(recorded_at)s, %(actor)s, %(reason)s, %(salt)s, %(digest)s)
returning id)
insert into register_unsealed (entry_id, kind) select id, 'holder' from held;

-- name: add_read
-- Note who read the register.
insert into register_reads (id, read_at, read_on, actor, roles, assurance, purpose, what, about, rows_read)
values (%(id)s, %(at)s, %(on)s, %(actor)s, %(roles)s, %(assurance)s, %(purpose)s, %(what)s, %(about)s, %(rows_read)s);

-- name: add_movement
-- A movement of the register; it waits for the chain.
with moved as (
insert into share_movements (id, member_id, share_class, kind, shares, cents, currency, effective_on, recorded_at, cause,
                             counterpart, actor, refers_to)
values (%(id)s, %(member_id)s, coalesce((select nullif(share_class, '') from members where id = %(member_id)s), %(share_class)s),
        %(kind)s, %(shares)s, %(cents)s, %(currency)s, %(effective_on)s,
        %(recorded_at)s, %(cause)s, %(counterpart)s, %(actor)s, %(refers_to)s)
returning id)
insert into register_unsealed (entry_id, kind) select id, 'movement' from moved;

-- name: move_shares
-- The holding of today moves with the register.
update members set shares = shares + %(by)s where id = %(member_id)s returning shares;

-- name: end_of_chain
-- Where the register's chain ends.
select place, digest from register_chain order by place desc limit 1;

-- name: unsealed_entries
-- Entries that are not yet in the chain, rendered from their columns, oldest first.
select u.entry_id, u.kind, concat_ws(chr(31), m.id, m.member_id, m.share_class, m.kind, m.shares, m.cents, m.currency,
           m.effective_on, m.recorded_at at time zone 'UTC', m.cause, m.counterpart, m.actor, m.refers_to)
       || concat_ws(chr(31), h.id, h.member_id, h.effective_on, h.recorded_at at time zone 'UTC', h.actor, h.reason,
           h.digest)
       || concat_ws(chr(31), a.id, a.act, a.refers_to, a.happened_on, a.known_on, a.recorded_on,
           a.recorded_at at time zone 'UTC', a.actor)
       || concat_ws(chr(31), s.id, s.member_id, s.effective_on, s.recorded_at at time zone 'UTC', s.voting,
           s.suspended_shares, s.reason) as rendered
from (select entry_id, kind from register_unsealed order by entry_id limit %(limit)s) u
left join share_movements m on u.kind = 'movement' and m.id = u.entry_id
left join holders h on u.kind = 'holder' and h.id = u.entry_id
left join legal_acts a on u.kind = 'act' and a.id = u.entry_id
left join standings s on s.id = case when u.kind = 'standing' then u.entry_id::bigint end
order by u.entry_id;

-- name: seal
-- Add entries to the chain.
with sealed as (
    insert into register_chain (place, kind, entry_id, digest)
    select * from unnest(%(place)s::bigint[], %(kind)s::text[], %(entry_id)s::text[], %(digest)s::text[])
    returning entry_id
)
delete from register_unsealed u using sealed s where u.entry_id = s.entry_id;

-- name: one_sealer
-- Only one sealer at a time; freed with its transaction.
select pg_try_advisory_xact_lock(7267011) as mine;

-- name: take_your_time
-- A proof reads everything: no statement of this transaction is given up for being slow.
set local statement_timeout = 0;

-- name: forged_holders
-- Names and domiciles that are not erased and are not those of their salted digest; what lacks is spelled None.
select id from holders
where erased_at is null and digest is distinct from encode(sha256(convert_to(concat_ws(chr(31), salt,
    coalesce(given_name, 'None'), coalesce(family_name, 'None'), coalesce(street, 'None'), coalesce(postcode, 'None'),
    coalesce(town, 'None'), coalesce(country, 'None')), 'UTF8')), 'hex')
order by id;

-- name: outside_chain
-- Entries of the register that are neither in the chain nor waiting for it.
select id from (select id from share_movements union all select id from holders union all select id from legal_acts
                union all select id::text from standings) entries
where not exists (select from register_chain c where c.entry_id = entries.id)
  and not exists (select from register_unsealed u where u.entry_id = entries.id);

-- name: wrong_holdings
-- Members whose holding of today is not the sum of their movements.
select m.id, m.shares, coalesce(v.summed, 0)::int as summed
from members m left join (select member_id, sum(shares) as summed from share_movements group by member_id) v
    on v.member_id = m.id
where m.shares <> coalesce(v.summed, 0);

-- name: first_broken_link
-- The first place of the chain at which an entry, rendered again from its columns and hashed after the digest before
-- it, is not what was sealed, or at which a place is skipped. Each link is proved by itself, in the database: the rows
-- are neither sorted nor sent.
with broken as materialized (
    select l.due, l.entry_id
    from (
        select place, kind, entry_id, digest, 1 + lag(place, 1, 0::bigint) over chain as due,
               lag(digest, 1, repeat('0', 64)) over chain as previous
        from register_chain window chain as (order by place)
    ) l
    left join share_movements m on l.kind = 'movement' and m.id = l.entry_id
    left join holders h on l.kind = 'holder' and h.id = l.entry_id
    left join legal_acts a on l.kind = 'act' and a.id = l.entry_id
    left join standings s on s.id = case when l.kind = 'standing' then l.entry_id::bigint end
    where l.place <> l.due or l.digest <> encode(sha256(convert_to(l.previous || chr(31) || coalesce(case l.kind
        when 'movement' then concat_ws(chr(31), m.id, m.member_id, m.share_class, m.kind, m.shares, m.cents,
            m.currency, m.effective_on, m.recorded_at at time zone 'UTC', m.cause, m.counterpart, m.actor, m.refers_to)
        when 'holder' then concat_ws(chr(31), h.id, h.member_id, h.effective_on, h.recorded_at at time zone 'UTC',
            h.actor, h.reason, h.digest)
        when 'act' then concat_ws(chr(31), a.id, a.act, a.refers_to, a.happened_on, a.known_on, a.recorded_on,
            a.recorded_at at time zone 'UTC', a.actor)
        when 'standing' then concat_ws(chr(31), s.id, s.member_id, s.effective_on, s.recorded_at at time zone 'UTC',
            s.voting, s.suspended_shares, s.reason)
        end, ''), 'UTF8')), 'hex')
)
select due as place, entry_id from broken order by due limit 1;

-- name: negative_days
-- Evenings on which somebody would hold less than nothing of a lot. Shares that left before lots had names count for all.
-- Of whom nothing ever went, nothing can lack.
select member_id, lot, effective_on, shares, cents from (
    select member_id, lot, effective_on, sum(sum(shares)) over days as shares, sum(sum(cents)) over days as cents
    from (
        select member_id, effective_on, shares, cents,
               case when bool_or(nameless) over (partition by member_id) then '' else split_part(cause, '/', 2) end as lot
        from (
            select *, split_part(cause, '/', 2) = '' as nameless from share_movements
            where member_id in (select member_id from share_movements where shares < 0 or cents < 0)
        ) named
    ) moved
    group by member_id, lot, effective_on
    window days as (partition by member_id, lot order by effective_on)
) held
where shares < 0 or cents < 0 order by member_id, effective_on;

-- name: add_act
-- A legal act with its three days; it waits for the chain.
with acted as (
insert into legal_acts (id, act, refers_to, happened_on, known_on, recorded_on, recorded_at, reason, evidence, actor)
values (%(id)s, %(act)s, %(refers_to)s, %(happened_on)s, %(known_on)s, %(on)s, %(at)s, %(reason)s, %(evidence)s, %(actor)s)
returning id)
insert into register_unsealed (entry_id, kind) select id, 'act' from acted;

-- name: movements_caused_by
-- The movements that one act caused, lot by lot.
select id, member_id, kind, shares, cents, currency, effective_on, counterpart, split_part(cause, '/', 2) as lot
from share_movements where split_part(cause, '/', 1) = %(cause)s order by id;

-- name: list_acts
-- The legal acts about members, exits, transfers and payments, newest first, before a cursor.
select id, act, refers_to, happened_on, known_on, recorded_on, reason, evidence, actor from legal_acts
where (%(refers_to)s::text = '' or refers_to = %(refers_to)s) and (%(before)s::text = '' or id < %(before)s)
order by id desc limit %(limit)s;

-- name: digest_at
-- The chain's digest at a place.
select digest from register_chain where place = %(place)s;

-- name: add_anchor
-- The end of the chain of a day, as it was signed and sent out.
insert into register_anchors (anchored_on, anchored_at, place, digest, document_id, public_key, signature)
values (%(on)s, %(at)s, %(place)s, %(digest)s, %(document_id)s, %(public_key)s, %(signature)s);

-- name: anchor_of
-- Whether a day was anchored.
select place from register_anchors where anchored_on = %(on)s;

-- name: anchors
-- Every anchor beside the chain at its place; an anchor of the empty chain is at no place.
select a.anchored_on, a.place, a.digest, a.public_key, a.signature,
       case when a.place = 0 then a.digest else c.digest end as found
from register_anchors a left join register_chain c on c.place = a.place order by a.anchored_on;
