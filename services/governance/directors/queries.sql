-- name: lock_board
-- One change of the board at a time, until commit.
select pg_advisory_xact_lock(hashtextextended('governance.directors', 0));

-- name: add_call
-- Call for candidacies.
insert into board_calls (call_id, called_on, closes_on, seed_digest)
values (%(call_id)s, %(called_on)s, %(closes_on)s, %(seed_digest)s);

-- name: calls
-- Every call, in the order in which they close, each with the closing day of the one before it.
select call_id, called_on, closes_on, seed_digest, lag(closes_on) over (order by closes_on) as after
from board_calls order by closes_on;

-- name: declared_calls
-- Calls whose election is declared.
select call_id from board_declarations where call_id is not null;

-- name: add_candidacy
-- Somebody stands.
insert into candidacies (candidacy_id, member_id, name, representative, college, traits, statements, stood_on)
values (%(candidacy_id)s, %(member_id)s, %(name)s, %(representative)s, %(college)s, %(traits)s, %(statements)s,
        %(stood_on)s);

-- name: add_withdrawal
-- A candidacy is withdrawn.
insert into withdrawn_candidacies (candidacy_id, withdrawn_on) values (%(candidacy_id)s, %(on)s);

-- name: candidacies
-- Every candidacy, in the order of standing.
select c.candidacy_id, c.member_id, c.name, c.representative, c.college, c.traits, c.statements, c.stood_on,
       w.withdrawn_on
from candidacies c left join withdrawn_candidacies w using (candidacy_id) order by c.stood_on, c.candidacy_id;

-- name: add_declaration
-- What an assembly decided about the board is declared.
insert into board_declarations (assembly_id, held_on, call_id, seed)
values (%(assembly_id)s, %(held_on)s, %(call_id)s, %(seed)s);

-- name: declaration_of
-- That an assembly's decisions about the board are declared, or nothing.
select call_id from board_declarations where assembly_id = %(assembly_id)s;

-- name: elections
-- The days of declared elections.
select distinct held_on from board_declarations where call_id is not null order by held_on;

-- name: add_mandate
-- A seat is given to a person.
insert into mandates (mandate_id, college, number, member_id, name, representative, starts_on, renewed_in, origin,
                      assembly_id, meeting_id)
values (%(mandate_id)s, %(college)s, %(number)s, %(member_id)s, %(name)s, %(representative)s, %(starts_on)s,
        %(renewed_in)s, %(origin)s, %(assembly_id)s, %(meeting_id)s);

-- name: mandates
-- Every mandate, in the order in which they began.
select m.mandate_id, m.college, m.number, m.member_id, m.name, m.representative, m.starts_on, m.renewed_in, m.origin,
       r.resigned_on
from mandates m left join resignations r using (mandate_id) order by m.starts_on, m.mandate_id;

-- name: add_resignation
-- A director resigns.
insert into resignations (mandate_id, resigned_on, told_on) values (%(mandate_id)s, %(from_on)s, %(on)s);
