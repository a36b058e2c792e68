-- name: add_movement
-- A movement of the register.
insert into share_movements (id, member_id, share_class, kind, shares, cents, currency, effective_on, recorded_at, cause,
                             counterpart, actor)
values (%(id)s, %(member_id)s, %(share_class)s, %(kind)s, %(shares)s, %(cents)s, %(currency)s, %(effective_on)s,
        %(recorded_at)s, %(cause)s, %(counterpart)s, %(actor)s);

-- name: holding_as_of
-- One member's shares and what is paid on them, on a day, as known at an instant.
select coalesce(sum(shares), 0)::int as shares, coalesce(sum(cents), 0)::bigint as cents from share_movements
where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s;

-- name: movements_of
-- The movements of one member until a day, as known at an instant, in their order.
select id, share_class, kind, shares, cents, currency, effective_on, recorded_at, cause, counterpart
from share_movements
where member_id = %(member_id)s and effective_on <= %(on)s and recorded_at < %(known_before)s
order by effective_on, recorded_at, id;
