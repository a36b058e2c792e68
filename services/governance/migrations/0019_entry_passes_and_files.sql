-- The pass that a member shows at the entrance, by the digest of its code; the one made last is good.
create table entry_passes (
    position    bigint generated always as identity primary key,
    code_digest text not null unique,
    assembly_id text not null references assemblies,
    member_id   text not null,
    made_on     date not null
);
create index entry_passes_by_member on entry_passes (assembly_id, member_id, position);
create trigger entry_passes_append_only before update or delete or truncate on entry_passes
    for each statement execute function refuse_change();

-- The documents of an agenda themselves: each is the one whose digest stood in the convening.
create table agenda_files (
    assembly_id text not null,
    digest      text not null,
    content     bytea not null,
    attached_on date not null,
    constraint agenda_files_attached_once primary key (assembly_id, digest),
    check (encode(sha256(content), 'hex') = digest)
);
create trigger agenda_files_append_only before update or delete or truncate on agenda_files
    for each statement execute function refuse_change();
