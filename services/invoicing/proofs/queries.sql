-- name: add_proof
-- Keep another signed proof.
insert into signed_proofs (proof_id, order_id, signed_by, signed_on, media_type, content, digest, uploaded_by,
                           uploaded_on, state)
values (%(proof_id)s, %(order_id)s, %(signed_by)s, %(signed_on)s, %(media_type)s, %(content)s, %(digest)s, %(actor)s,
        %(on)s, 'waiting');

-- name: lock_proof
-- One proof, locked until the transaction ends.
select * from signed_proofs where proof_id = %(proof_id)s for update;

-- name: get_proof
-- One proof.
select * from signed_proofs where proof_id = %(proof_id)s;

-- name: owner_of_proof
-- The member who works the order that a proof is about.
select o.member_id from signed_proofs p join orders o using (order_id) where p.proof_id = %(proof_id)s;

-- name: save_proof_decided
-- A proof was approved or refused.
update signed_proofs set state = %(state)s, decided_by = %(actor)s, decided_on = %(on)s, reason = %(reason)s
where proof_id = %(proof_id)s;

-- name: list_proofs
-- Proofs after a cursor, oldest first, of one member or state where asked.
select p.proof_id, p.order_id, o.number, o.member_id, p.signed_on, p.media_type, p.digest, p.uploaded_on, p.state,
       p.reason
from signed_proofs p join orders o using (order_id)
where p.proof_id > %(after)s
  and (%(member_id)s::text is null or o.member_id = %(member_id)s)
  and (%(state)s::text is null or p.state = %(state)s)
order by p.proof_id limit %(limit)s;
