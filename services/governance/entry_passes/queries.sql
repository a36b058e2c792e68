-- name: add_pass
-- Note the digest of the code of a member's pass.
insert into entry_passes (code_digest, assembly_id, member_id, made_on)
values (%(code_digest)s, %(assembly_id)s, %(member_id)s, %(on)s);

-- name: holder_of
-- The member whose last pass for an assembly has this code, or nothing.
select p.member_id from entry_passes p
where p.assembly_id = %(assembly_id)s and p.code_digest = %(code_digest)s and not exists (
    select 1 from entry_passes l where l.assembly_id = p.assembly_id and l.member_id = p.member_id
                                   and l.position > p.position);
