-- name: lock_ends
-- The end of each aggregate's chain, locked until commit; a new aggregate begins at version 0.
insert into aggregates as a (aggregate, version, digest)
select name, 0, %(genesis)s from unnest(%(aggregates)s::text[]) as name order by name
on conflict (aggregate) do update set version = a.version
returning a.aggregate, a.version, a.digest;

-- name: say
-- Write events and note that they are still to be sent, in their order.
with said as (
    insert into event_log (id, type, aggregate, version, event_on, recorded_at, correlation, traceparent, body, digest)
    select * from unnest(
        %(id)s::uuid[], %(type)s::text[], %(aggregate)s::text[], %(version)s::bigint[], %(event_on)s::date[],
        %(recorded_at)s::timestamptz[], %(correlation)s::text[], %(traceparent)s::text[], %(body)s::text[],
        %(digest)s::text[])
)
insert into outbox_pending (event_id)
select id from unnest(%(id)s::uuid[]) with ordinality as ids (id, place) order by place;

-- name: move_ends
-- Note the new end of each aggregate's chain.
update aggregates a set version = ends.version, digest = ends.digest
from unnest(%(aggregates)s::text[], %(versions)s::bigint[], %(digests)s::text[]) as ends (aggregate, version, digest)
where a.aggregate = ends.aggregate;

-- name: take_request
-- Claim a request id; nothing comes back when it was claimed before (a claim in flight is waited for).
insert into rpc_requests (subject, method, request_id, request_hash)
values (%(subject)s, %(method)s, %(request_id)s, %(request_hash)s)
on conflict do nothing
returning request_id;

-- name: first_answer
-- What the same request was answered the first time.
select request_hash, answer from rpc_requests
where subject = %(subject)s and method = %(method)s and request_id = %(request_id)s;

-- name: keep_answer
-- Keep the answer beside its request.
update rpc_requests set answer = %(answer)s
where subject = %(subject)s and method = %(method)s and request_id = %(request_id)s;
