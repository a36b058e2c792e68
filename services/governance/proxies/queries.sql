-- name: lock_proxies
-- The proxies of one assembly change one after the other, until commit.
select pg_advisory_xact_lock(hashtextextended('governance.proxies.' || %(assembly_id)s, 0));

-- name: assembly_of_proxies
-- When an assembly is held, and which one it follows, or nothing.
select held_on, coalesce(follows, assembly_id) as series from assemblies where assembly_id = %(assembly_id)s;

-- name: add_proxy
-- Somebody is represented.
insert into proxies (proxy_id, assembly_id, principal_id, holder_id, holder_key, signature, document_digest, given_on,
                     given_by)
values (%(proxy_id)s, %(assembly_id)s, %(principal_id)s, %(holder_id)s, %(holder_key)s, %(signature)s,
        %(document_digest)s, %(given_on)s, %(given_by)s);

-- name: end_proxy
-- A proxy is revoked or handed back.
insert into ended_proxies (proxy_id, ended_on, ended_by) values (%(proxy_id)s, %(on)s, %(by)s);

-- name: get_proxy
-- A proxy that was given, or nothing.
select proxy_id, assembly_id, principal_id, holder_id, holder_key, signature, given_on, given_by,
       assembly_id as given_for
from proxies where proxy_id = %(proxy_id)s;

-- name: standing
-- The proxies that stand for an assembly, by principal.
select proxy_id, assembly_id, principal_id, holder_id, holder_key, signature, given_on, given_by, given_for
from standing_proxies_of(%(assembly_id)s) order by principal_id collate "C";

-- name: move_holder
-- A holder who is no member came, or left.
insert into holder_moves (assembly_id, holder_id, is_there) values (%(assembly_id)s, %(holder_id)s, %(is_there)s);

-- name: manner_of
-- How somebody takes part in an assembly now, or nothing.
select manner from taking_part_in(%(assembly_id)s) where member_id = %(member_id)s;
