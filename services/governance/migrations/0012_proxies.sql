-- Who represents whom at an assembly, in writing: signed by the principal, or by the digest of the paper that they signed.
create table proxies (
    proxy_id        text primary key,
    assembly_id     text not null references assemblies,
    principal_id    text not null,
    holder_id       text not null check (holder_id <> principal_id),
    holder_key      text not null,
    signature       text not null check (signature = '' or holder_key <> ''),
    document_digest text not null,
    given_on        date not null,
    given_by        text not null check (given_by = principal_id or document_digest <> '')
);
create index proxies_by_assembly on proxies (assembly_id, principal_id);
create trigger proxies_append_only before update or delete or truncate on proxies
    for each statement execute function refuse_change();

-- Proxies that were revoked or handed back.
create table ended_proxies (
    proxy_id text not null references proxies,
    ended_on date not null,
    ended_by text not null,
    constraint proxies_ended_once primary key (proxy_id)
);
create trigger ended_proxies_append_only before update or delete or truncate on ended_proxies
    for each statement execute function refuse_change();

-- Holders who are no members, when they came and left: the last move counts.
create table holder_moves (
    position    bigint generated always as identity primary key,
    assembly_id text not null references assemblies,
    holder_id   text not null,
    is_there    boolean not null
);
create index holder_moves_by_holder on holder_moves (assembly_id, holder_id, position);
create trigger holder_moves_append_only before update or delete or truncate on holder_moves
    for each statement execute function refuse_change();

-- The proxies that stand for an assembly: its own, and those of the first call that it follows (CSA art. 6:80).
create function standing_proxies_of(wanted text) returns table (
    proxy_id text, assembly_id text, principal_id text, holder_id text, holder_key text, signature text, given_on date,
    given_by text, given_for text) language sql stable as $$
    select distinct on (p.principal_id) p.proxy_id, a.assembly_id, p.principal_id, p.holder_id, p.holder_key, p.signature,
           p.given_on, p.given_by, p.assembly_id
    from assemblies a join proxies p on p.assembly_id in (a.assembly_id, a.follows)
    where a.assembly_id = wanted and not exists (select 1 from ended_proxies e where e.proxy_id = p.proxy_id)
    order by p.principal_id, p.assembly_id = a.assembly_id desc, p.proxy_id desc
$$;

-- Who is at an assembly now, and how: themselves, or by a holder who is there. Own presence overrides a proxy.
create function taking_part_in(wanted text) returns table (member_id text, manner text) language sql stable as $$
    with there as (
        select a.member_id, a.manner from attendances a
        left join lateral (select is_there from attendance_moves x where x.assembly_id = a.assembly_id
                           and x.member_id = a.member_id order by x.position desc limit 1) m on true
        where a.assembly_id = wanted and a.manner <> 'credential' and coalesce(m.is_there, true)
    )
    select there.member_id, there.manner from there
    union all
    select s.principal_id, 'represented' from standing_proxies_of(wanted) s
    join roll_entries e on e.assembly_id = wanted and e.member_id = s.principal_id
    where not exists (select 1 from there t where t.member_id = s.principal_id)
      and (exists (select 1 from there t where t.member_id = s.holder_id)
           or (select h.is_there from holder_moves h where h.assembly_id = wanted and h.holder_id = s.holder_id
               order by h.position desc limit 1))
$$;

-- By whose proxy a roll mark was made, with which key, and the principal's own signature under it.
alter table credentials add column holder_id text not null default '';
alter table credentials add column holder_key text not null default '';
alter table credentials add column proxy_signature text not null default '';
alter table credentials add column given_for text not null default '';
alter table credentials add constraint credentials_name_their_proxy check (
    (holder_id <> '') = (given_for <> '') and (holder_id <> '' or holder_key = '' and proxy_signature = ''));
create index credentials_by_holder on credentials (poll_id, holder_id) where holder_id <> '';
