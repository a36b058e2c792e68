-- name: lock_ends
-- The end of each aggregate's chain, locked until commit; a new aggregate begins at version 0.
insert into aggregates as a (aggregate, version, digest)
select name, 0, %(genesis)s from unnest(%(aggregates)s::text[]) as name order by name
on conflict (aggregate) do update set version = a.version
returning a.aggregate, a.version, a.digest;

-- name: append_events
-- Write events, note in their order that they are still to be sent, and move the ends of their streams along.
with published as (
    insert into event_log (id, type, aggregate, version, event_on, recorded_at, correlation, traceparent, body, digest,
                           epoch)
    select id, type, aggregate, version, event_on, recorded_at, correlation, traceparent, body, digest,
           (select max(epoch) from epochs)
    from json_to_recordset(%(events)s::json) as events (
        id uuid, type text, aggregate text, version bigint, event_on date, recorded_at timestamptz, correlation text,
        traceparent text, body text, digest text)
), moved as (
    update aggregates a set version = ends.version, digest = ends.digest
    from json_to_recordset(%(ends)s::json) as ends (aggregate text, version bigint, digest text)
    where a.aggregate = ends.aggregate
)
insert into outbox_pending (event_id)
select id from unnest(%(ids)s::uuid[]) with ordinality as ids (id, place) order by place;

-- name: take_request
-- Claim a request id; nothing comes back when it was claimed before (a claim in flight is waited for).
insert into rpc_requests (subject, method, request_id, request_hash)
values (%(subject)s, %(method)s, %(request_id)s, %(request_hash)s)
on conflict do nothing
returning request_id;

-- name: first_response
-- What the same request was answered the first time.
select request_hash, answer from rpc_requests
where subject = %(subject)s and method = %(method)s and request_id = %(request_id)s;

-- name: store_response
-- Keep the answer beside its request.
update rpc_requests set answer = %(answer)s
where subject = %(subject)s and method = %(method)s and request_id = %(request_id)s;

-- name: forget_responses
-- Forget the oldest answers given before a moment, but never that their requests were carried out.
update rpc_requests set answer = null
where ctid = any (array(
    select ctid from rpc_requests where answer is not null and answered_at < %(before)s
    order by answered_at limit %(limit)s for update skip locked));

-- name: lead_relay
-- Lead the relays of this database, or go on leading, for some seconds; nothing comes back when another one leads.
update relay_lease set holder = %(holder)s, until = clock_timestamp() + make_interval(secs => %(seconds)s)
where holder = %(holder)s or until < clock_timestamp()
returning holder;

-- name: leave_relay
-- Lead no longer: the next one may begin at once.
update relay_lease set until = '-infinity' where holder = %(holder)s;

-- name: next_pending
-- The oldest events still to be sent, beyond those that are on their way, in their order: those that the broker
-- refused before, or those that it did not.
select p.seq, e.id::text as id, e.type, e.aggregate, e.version, e.event_on::text as event_on, e.recorded_at,
       e.correlation, e.traceparent, e.body, e.epoch
from outbox_pending p join event_log e on e.id = p.event_id
where p.seq <> all(%(on_their_way)s::bigint[]) and (p.refused_at is not null) = %(refused)s
order by p.seq limit %(limit)s;

-- name: note_refused
-- The broker refused these for now: they are sent again behind the others.
update outbox_pending set refused_at = clock_timestamp() where seq = any(%(seqs)s::bigint[]);

-- name: forget_pending
-- The broker has these: they need not be sent again. Only the leading relay may say so. A deletion that a crash of the
-- server loses only sends its events once more: this transaction need not wait for the disk.
delete from outbox_pending where seq = any(%(seqs)s::bigint[])
and exists (select 1 from relay_lease where holder = %(holder)s and until > clock_timestamp())
and (select set_config('synchronous_commit', 'off', true)) = 'off';

-- name: set_pending_aside
-- The broker will not take this event: it is no longer sent, and waits for a person.
with gone as (delete from outbox_pending where seq = %(seq)s returning event_id)
insert into outbox_refused (event_id, why) select event_id, %(why)s from gone on conflict do nothing
returning event_id::text;

-- name: pending_now
-- How many events are still to be sent, and for how many seconds the oldest has waited.
select count(*) as pending, coalesce((
    select extract(epoch from clock_timestamp() - e.recorded_at)
    from event_log e where e.id = (select event_id from outbox_pending order by seq limit 1)), 0)::float
    as oldest_seconds
from outbox_pending;

-- name: begin_cursors
-- A stream consumed for the first time begins at version 0.
insert into cursors (source, aggregate, version)
select source, aggregate, 0 from json_to_recordset(%(streams)s::json) as streams (source text, aggregate text)
order by source, aggregate
on conflict do nothing;

-- name: lock_cursors
-- Where these streams stand, locked in sorted order until commit.
select c.source, c.aggregate, c.version, c.stopped, c.holding
from cursors c join json_to_recordset(%(streams)s::json) as streams (source text, aggregate text) using (source, aggregate)
order by c.source, c.aggregate
for update of c;

-- name: move_cursors
-- Note how far these streams were consumed.
update cursors c set version = streams.version, stopped = streams.stopped, holding = streams.holding
from json_to_recordset(%(streams)s::json)
    as streams (source text, aggregate text, version bigint, stopped boolean, holding boolean)
where c.source = streams.source and c.aggregate = streams.aggregate;

-- name: record_consumed
-- Note events as consumed; what comes back was not consumed before.
insert into inbox (source, event_id, type, aggregate, version, outcome, body_hash, epoch)
select source, event_id, type, aggregate, version, outcome, decode(body_hash, 'hex'), coalesce(epoch, 1)
from json_to_recordset(%(events)s::json) as events (
    source text, event_id text, type text, aggregate text, version bigint, outcome text, body_hash text,
    epoch int)
on conflict do nothing
returning source, event_id;

-- name: known_events
-- Which of these were consumed, parked or held before, and with which body.
select source, event_id, body_hash from inbox
join json_to_recordset(%(events)s::json) as asked (source text, event_id text) using (source, event_id)
union all
select source, event_id, sha256(body) from parked
join json_to_recordset(%(events)s::json) as asked (source text, event_id text) using (source, event_id)
union all
select h.source, h.event_id, sha256(h.body) from held h
join json_to_recordset(%(events)s::json) as asked (source text, event_id text, aggregate text, version bigint)
    using (source, aggregate, version)
where h.event_id = asked.event_id;

-- name: consumed_before
-- Which of these were consumed before, and with which body.
select source, event_id, body_hash from inbox
join json_to_recordset(%(events)s::json) as asked (source text, event_id text) using (source, event_id);

-- name: hold_event
-- Keep an event that came before its turn.
insert into held (source, aggregate, version, event_id, type, headers, content_type, body)
values (%(source)s, %(aggregate)s, %(version)s, %(event_id)s, %(type)s, %(headers)s, %(content_type)s, %(body)s)
on conflict do nothing
returning event_id;

-- name: held_events
-- What is held of these streams.
select h.* from held h
join json_to_recordset(%(streams)s::json) as streams (source text, aggregate text) using (source, aggregate)
order by h.source, h.aggregate, h.version;

-- name: next_held
-- The held event whose turn it is in this stream, if any.
select h.* from held h join cursors c using (source, aggregate)
where h.source = %(source)s and h.aggregate = %(aggregate)s and h.version = c.version + 1 and not c.stopped;

-- name: let_go
-- These events are held no longer.
delete from held h
using json_to_recordset(%(events)s::json) as gone (source text, aggregate text, version bigint, event_id text)
where h.source = gone.source and h.aggregate = gone.aggregate and h.version = gone.version
  and h.event_id = gone.event_id;

-- name: streams_to_release
-- Streams in which a held event has its turn, though nobody released it: its process ended in between.
select h.source, h.aggregate from held h join cursors c using (source, aggregate)
where h.version = c.version + 1 and not c.stopped and h.source not in (select source from pauses);

-- name: count_attempt
-- Note that a message is begun once more; how often that makes.
insert into attempts as a (source, event_id, attempts) values (%(source)s, %(event_id)s, 1)
on conflict (source, event_id) do update set attempts = a.attempts + 1
returning attempts;

-- name: forget_attempts
-- The message was consumed or parked: its attempts need not be known any more.
delete from attempts where source = %(source)s and event_id = %(event_id)s;

-- name: park
-- Set a message aside; nothing happens when it is parked already, or when it came again without an id to know it by.
insert into parked (source, event_id, type, aggregate, version, attempts, next_try_at, code, error, replayable,
                    headers, content_type, body)
select %(source)s, %(event_id)s, %(type)s, %(aggregate)s, %(version)s, %(attempts)s,
       clock_timestamp() + make_interval(secs => %(seconds)s), %(code)s, %(error)s, %(replayable)s, %(headers)s,
       %(content_type)s, %(body)s
where not (%(redelivered)s and %(event_id)s::text is null and exists (
    select 1 from parked p where p.source = %(source)s and p.event_id is null and p.body = %(body)s))
on conflict (source, event_id) do nothing
returning id;

-- name: set_aside
-- How much is parked, how much is held, for how many seconds the oldest held event has waited, and what is paused.
select (select count(*) from parked) as parked, array(select source from pauses order by source) as paused,
       count(*) as held,
       coalesce(extract(epoch from clock_timestamp() - min(held_at)), 0)::float as oldest_held
from held;

-- name: claim_due
-- Take one parked message whose next try has come, its attempt counted; the tries run out with the delays.
update parked p
set attempts = p.attempts + 1,
    next_try_at = clock_timestamp() + make_interval(secs => (%(delays)s::double precision[])[p.attempts + 1]
                  + case when p.code = 'kills_its_process' then 3600 else 0 end)
where p.id = (
    select id from parked where next_try_at <= clock_timestamp() and source not in (select source from pauses)
    order by next_try_at, id limit 1 for update skip locked)
returning p.*;

-- name: claim_parked
-- Take this parked message, its attempt counted.
update parked p
set attempts = p.attempts + 1,
    next_try_at = clock_timestamp() + make_interval(secs => (%(delays)s::double precision[])[p.attempts + 1]
                  + case when p.code = 'kills_its_process' then 3600 else 0 end)
where p.id = %(id)s
returning p.*;

-- name: first_parked
-- The earliest parked event of a stream.
select * from parked where source = %(source)s and aggregate = %(aggregate)s and version > 0 order by version limit 1;

-- name: get_parked
-- One parked message.
select * from parked where id = %(id)s;

-- name: lock_parked
-- One parked message, locked until commit.
select * from parked where id = %(id)s for update;

-- name: list_parked
-- What is parked, oldest first, without the bodies.
select id, source, event_id, type, aggregate, version, attempts, next_try_at, code, error, replayable, parked_at
from parked where id > %(after)s order by id limit %(limit)s;

-- name: note_failure
-- The try failed: note why.
update parked set code = %(code)s, error = %(error)s, accepted = null,
                  next_try_at = case when %(waits)s then null else next_try_at end
where id = %(id)s;

-- name: try_now
-- The next try of this parked message is due at once.
update parked set next_try_at = clock_timestamp() where id = %(id)s;

-- name: unpark
-- This message is parked no longer.
delete from parked where id = %(id)s;

-- name: note_discard
-- Who threw a message away, and why.
insert into discards (source, event_id, type, aggregate, version, code, body_hash, discarded_by, why)
values (%(source)s, %(event_id)s, %(type)s, %(aggregate)s, %(version)s, %(code)s, %(body_hash)s, %(by)s, %(why)s);

-- name: accept_parked
-- A person has it applied all the same, now.
update parked set accepted = %(accepted)s, next_try_at = clock_timestamp() where id = %(id)s;

-- name: add_acceptance
-- Who had an event applied that the inbox would not apply by itself, and why.
insert into acceptances (source, event_id, type, aggregate, version, code, accepted, accepted_by, why)
values (%(source)s, %(event_id)s, %(type)s, %(aggregate)s, %(version)s, %(code)s, %(accepted)s, %(by)s, %(why)s);

-- name: count_from
-- From here on the stream counts from this version.
update cursors set version = %(version)s where source = %(source)s and aggregate = %(aggregate)s;

-- name: step_cursor
-- Move a stream past an event that was parked.
update cursors set version = greatest(version, %(version)s), stopped = %(stopped)s
where source = %(source)s and aggregate = %(aggregate)s;

-- name: events_by_id
-- Every event published from an id on, in the order of its id.
select id::text as event_id, type, aggregate, version, sha256(convert_to(body, 'UTF8')) as body_hash, recorded_at
from event_log where id >= %(first_id)s order by id;

-- name: consumed_by_id
-- Every event consumed of one source from an id on, in the order of its id.
select event_id, type, aggregate, version, body_hash, outcome from inbox
where source = %(source)s and event_id >= %(first_id)s::text order by event_id;

-- name: where_published
-- Of these events: which are in the log, and which of them are still to be sent.
select e.id::text as event_id, p.event_id is not null as pending
from event_log e left join outbox_pending p on p.event_id = e.id
where e.id::text = any(%(event_ids)s::text[]);

-- name: answered_for
-- Of these events: for which a person has answered, by throwing them away or by acknowledging the difference.
select event_id from acknowledged_differences where source = %(source)s and event_id = any(%(event_ids)s::text[])
union
select event_id from inbox
where source = %(source)s and outcome = 'discarded' and event_id = any(%(event_ids)s::text[]);

-- name: acknowledge
-- A person answers for a difference between a source's log and this inbox.
insert into acknowledged_differences (source, event_id, acknowledged_by, why)
values (%(source)s, %(event_id)s, %(by)s, %(why)s) on conflict do nothing;

-- name: where_consumed
-- Of these events: which were consumed, and which are set aside, and how.
select event_id, 'consumed' as place from inbox where source = %(source)s and event_id = any(%(event_ids)s::text[])
union all
select event_id, 'parked' from parked where source = %(source)s and event_id = any(%(event_ids)s::text[])
union all
select event_id, 'held' from held where source = %(source)s and event_id = any(%(event_ids)s::text[]);

-- name: chain_of_events
-- Every event beside where its stream ends, stream by stream, for the chains to be computed again.
select aggregate, e.id::text as id, e.type, e.version, e.event_on::text as event_on, e.recorded_at, e.body, e.digest,
       a.version as end_version, a.digest as end_digest
from event_log e full join aggregates a using (aggregate)
order by aggregate collate "C", e.version;

-- name: chain_of_events_since
-- The same, of the streams that published something from an id on.
select aggregate, e.id::text as id, e.type, e.version, e.event_on::text as event_on, e.recorded_at, e.body, e.digest,
       a.version as end_version, a.digest as end_digest
from event_log e left join aggregates a using (aggregate)
where aggregate in (select l.aggregate from event_log l where l.id >= %(first_id)s)
order by aggregate collate "C", e.version;

-- name: events_since
-- Every event of the streams that published something on or after the day, from the beginning of each stream.
select e.id::text as id, e.type, e.aggregate, e.version, e.event_on::text as event_on, e.recorded_at, e.correlation,
       e.traceparent, e.body, e.epoch, e.version as seq
from event_log e
where exists (select 1 from event_log l where l.aggregate = e.aggregate and l.event_on >= %(since)s)
order by e.aggregate, e.version;

-- name: count_since
-- How much that is: events, streams, and how many of the events are from before the day.
select count(*) as events, count(distinct e.aggregate) as streams,
       count(*) filter (where e.event_on < %(since)s) as earlier
from event_log e
where exists (select 1 from event_log l where l.aggregate = e.aggregate and l.event_on >= %(since)s);

-- name: begin_epoch
-- A new life of this event log begins.
insert into epochs (epoch, begun_by, why) select max(epoch) + 1, %(by)s, %(why)s from epochs
returning epoch;

-- name: furthest_known
-- How far this service knows each stream of a source, counting what is set aside.
select aggregate, max(version) as version from (
    select aggregate, version from cursors where source = %(source)s
    union all
    select aggregate, version from held where source = %(source)s
    union all
    select aggregate, version from parked where source = %(source)s and version > 0) as known
where version > 0 group by aggregate;

-- name: ends_of
-- How far these streams go in this event log.
select aggregate, version from aggregates where aggregate = any(%(aggregates)s::text[]);

-- name: streams_now
-- Where these streams of a source stand.
select aggregate, version, stopped from cursors
where source = %(source)s and aggregate = any(%(aggregates)s::text[]);

-- name: note_report
-- A consumer reported; it is compared from its first report on.
insert into consumers (consumer, reported_at, compared_until)
values (%(consumer)s, clock_timestamp(), clock_timestamp())
on conflict (consumer) do update set reported_at = excluded.reported_at;

-- name: note_consumed
-- How far a consumer says that it consumed these streams.
insert into consumed as c (consumer, aggregate, version, stopped)
select %(consumer)s, aggregate, version, stopped
from json_to_recordset(%(streams)s::json) as streams (aggregate text, version bigint, stopped boolean)
order by aggregate
on conflict (consumer, aggregate) do update
    set version = excluded.version, stopped = excluded.stopped, reported_at = clock_timestamp();

-- name: consumers_to_compare
-- Who reported lately, and up to when what they consumed was compared.
select consumer, compared_until from consumers
where reported_at > clock_timestamp() - make_interval(secs => %(lately)s) order by consumer;

-- name: not_consumed
-- Events that left some time ago, and that a consumer has not consumed: of streams with an event since the last
-- comparison, or about which it reported since. What it has parked is known to it.
with streams as (
    select distinct aggregate from event_log where id >= %(first_id)s and id < %(last_id)s
    union
    select aggregate from consumed where consumer = %(consumer)s and reported_at >= %(since)s)
select e.id::text as id, e.type, e.aggregate, e.version, e.event_on::text as event_on, e.recorded_at, e.correlation,
       e.traceparent, e.body, e.epoch,
       extract(epoch from clock_timestamp() - e.recorded_at)::float as age
from streams s
join event_log e using (aggregate)
left join consumed c on c.consumer = %(consumer)s and c.aggregate = e.aggregate
where e.version > coalesce(c.version, 0) and not coalesce(c.stopped, false)
  and e.id < %(last_id)s
  and not exists (select 1 from outbox_pending p where p.event_id = e.id)
  and not exists (select 1 from outbox_refused r where r.event_id = e.id)
order by e.aggregate, e.version limit %(limit)s;

-- name: next_of_stopped
-- The next event of each stream that a consumer reported as stopped and has not told of for some time.
select e.id::text as id, e.type, e.aggregate, e.version, e.event_on::text as event_on, e.recorded_at, e.correlation,
       e.traceparent, e.body, e.epoch
from consumed c join event_log e on e.aggregate = c.aggregate and e.version = c.version + 1
where c.consumer = %(consumer)s and c.stopped and c.reported_at < clock_timestamp() - make_interval(secs => %(seconds)s)
  and not exists (select 1 from outbox_pending p where p.event_id = e.id)
  and not exists (select 1 from outbox_refused r where r.event_id = e.id)
order by c.reported_at limit %(limit)s;

-- name: note_asked
-- These stopped streams were asked about now.
update consumed set reported_at = clock_timestamp()
where consumer = %(consumer)s and aggregate = any(%(aggregates)s::text[]) and stopped;

-- name: note_compared
-- Everything up to this moment was compared, and lacked nothing.
update consumers set compared_until = %(until)s where consumer = %(consumer)s;

-- name: lead_jobs
-- Be the one scheduler of this database, or go on being it, for some seconds; nothing comes back when another one is.
update job_lease set holder = %(holder)s, until = clock_timestamp() + make_interval(secs => %(seconds)s)
where holder = %(holder)s or until < clock_timestamp()
returning holder;

-- name: leave_jobs
-- Be the scheduler no longer.
update job_lease set until = '-infinity' where holder = %(holder)s;

-- name: begin_run
-- A run of a job begins, once more if it did not end well.
insert into job_runs as r (job, business_on, state, attempts, begun_at)
values (%(job)s, %(on)s, 'running', 1, clock_timestamp())
on conflict (job, business_on) do update
    set state = 'running', attempts = case when r.state = 'done' then 1 else r.attempts + 1 end,
        begun_at = clock_timestamp(), ended_at = null, done = 0, total = 0, outcome = ''
returning attempts;

-- name: note_progress
-- How far a run is.
update job_runs set done = %(done)s, total = %(total)s where job = %(job)s and business_on = %(on)s;

-- name: end_run
-- A run ended, and how.
update job_runs set state = %(state)s, ended_at = clock_timestamp(), outcome = %(outcome)s
where job = %(job)s and business_on = %(on)s;

-- name: known_consumers
-- Who has ever reported how far it consumed.
select consumer from consumers order by consumer;

-- name: last_runs
-- The last run of each job, and the last day that ended well.
select distinct on (r.job) r.*,
       (select max(d.business_on) from job_runs d where d.job = r.job and d.state = 'done') as last_done,
       (select max(d.ended_at) from job_runs d where d.job = r.job and d.state = 'done') as done_at
from job_runs r order by r.job, r.business_on desc;

-- name: runs_of_day
-- How the jobs of a day stand.
select job, state, attempts, ended_at from job_runs where business_on = %(on)s;

-- name: standing
-- Whether a relay leads, and how many jobs failed and have not ended well since.
select exists (select 1 from relay_lease where until > clock_timestamp()) as leads,
       (select count(*) from job_runs where state = 'failed') as failed;

-- name: parked_by_cause
-- What is parked, by cause: how much, and the first and the last time.
select source, type, code, count(*) as count, min(parked_at) as first, max(parked_at) as last, min(id) as least
from parked group by source, type, code order by min(parked_at);

-- name: parked_chosen
-- Which messages fit a choice (what is empty chooses everything), stream by stream in their order.
select id, source, type, aggregate, version, code from parked
where %(code)s in ('', code) and %(event)s in ('', source || '.' || type) and %(stream)s in ('', aggregate)
  and %(event_id)s in ('', event_id)
order by source, aggregate, version, id;

-- name: try_these_now
-- The next try of each of these is due at once, unless it waits behind another or trying again cannot help.
update parked p set next_try_at = clock_timestamp()
where id = any(%(ids)s::bigint[]) and replayable and (version = 0 or not exists (
    select 1 from parked b where b.source = p.source and b.aggregate = p.aggregate and b.version > 0
    and b.version < p.version));

-- name: add_amendment
-- Who had an event applied with another body, and why; the event itself stays as it came.
insert into amendments (source, event_id, type, aggregate, version, code, came, body, amended_by, why)
values (%(source)s, %(event_id)s, %(type)s, %(aggregate)s, %(version)s, %(code)s, %(came)s, %(amended)s, %(by)s,
        %(why)s);

-- name: amended_body
-- The body with which a person wants an event to be applied, if any.
select body from amendments where source = %(source)s and event_id = %(event_id)s order by id desc limit 1;

-- name: make_replayable
-- Trying this message again can help now.
update parked set replayable = true where id = %(id)s;

-- name: pause
-- Nothing of this source is applied any more until a person says so; who paused it first stays.
insert into pauses (source, paused_by, why) values (%(source)s, %(by)s, %(why)s) on conflict do nothing;

-- name: resume
-- What a source published is applied again.
delete from pauses where source = any(%(sources)s::text[]) returning source;

-- name: followed_events
-- What was published of one aggregate.
select recorded_at as at, 'published' as what, type || ' #' || version as detail from event_log
where aggregate = %(about)s order by version limit %(limit)s;

-- name: ids_beginning_with
-- Aggregates whose id begins so: no more than a page, for several are refused.
select aggregate from aggregates where aggregate >= %(from)s and aggregate < %(until)s order by aggregate limit 100;

-- name: followed_calls
-- The calls that were answered with this id while the aggregate published, a day before and after.
with life as (select min(recorded_at) - interval '1 day' as first, max(recorded_at) + interval '1 day' as last
              from event_log where aggregate = %(about)s)
select answered_at as at, 'call' as what, method || ' by ' || subject as detail from rpc_requests, life
where answer is not null and answered_at between life.first and life.last and strpos(answer, %(about)s) > 0
order by answered_at limit %(limit)s;

-- name: followed_inbox
-- What of this aggregate was consumed.
select heard_at as at, outcome as what, source || '.' || type || ' #' || version as detail from inbox
where aggregate = %(about)s order by heard_at limit %(limit)s;

-- name: followed_parked
-- What of this aggregate is set aside.
select parked_at as at, 'parked' as what, source || '.' || type || ' #' || version || ': ' || code as detail from parked
where aggregate = %(about)s
union all
select held_at, 'held', source || '.' || type || ' #' || version from held where aggregate = %(about)s
order by 1 limit %(limit)s;
