-- name: add_grant
-- Money entered an activity without an order.
insert into grants (grant_id, movement_id, activity_id, member_id, entity, kind, currency, cents, fee_rate, fee_source,
                    fee_cents, received_on, recorded_on, recorded_by, place)
values (%(grant_id)s, %(movement_id)s, %(activity_id)s, %(member_id)s, %(entity)s, %(kind)s, %(currency)s, %(cents)s,
        %(fee_rate)s, %(fee_source)s, %(fee_cents)s, %(received_on)s, %(on)s, %(actor)s, %(place)s);

-- name: lock_grant
-- The grant that a movement brought and that was not taken back; its activity is locked until the transaction ends.
select g.* from grants g join activities a using (activity_id)
where g.movement_id = %(movement_id)s and not exists (select from grant_returns r where r.grant_id = g.grant_id)
for update of a;

-- name: add_return
-- A grant was taken back.
insert into grant_returns (grant_id, movement_id, returned_on) values (%(grant_id)s, %(movement_id)s, %(on)s);

-- name: list_grants
-- Grants after a cursor, oldest first, of one activity where asked.
select g.*, r.returned_on from grants g left join grant_returns r using (grant_id)
where g.grant_id > %(after)s and (%(activity_id)s::text is null or g.activity_id = %(activity_id)s)
order by g.grant_id limit %(limit)s;

-- name: sum_grants
-- What came in as grants and was not taken back.
select coalesce(sum(g.cents), 0)::bigint as cents from grants g
where g.currency = %(currency)s and not exists (select from grant_returns r where r.grant_id = g.grant_id);
