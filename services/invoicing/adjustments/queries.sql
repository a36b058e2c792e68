-- name: add_adjustment
-- An entry by hand that waits for a second person.
insert into adjustments (adjustment_id, entity, text, event_on, taken_back_on, proposed_by, proposed_on)
values (%(adjustment_id)s, %(entity)s, %(text)s, %(event_on)s, %(taken_back_on)s, %(by)s, %(on)s);

-- name: add_line
-- A line of an entry by hand.
insert into adjustment_lines (adjustment_id, line, account, cents, currency)
values (%(adjustment_id)s, %(line)s, %(account)s, %(cents)s, %(currency)s);

-- name: lock_adjustment
-- An entry by hand, locked until the transaction ends.
select adjustment_id, state, entity, text, event_on, taken_back_on, proposed_by from adjustments
where adjustment_id = %(adjustment_id)s for update;

-- name: get_adjustment
-- An entry by hand.
select adjustment_id, state, entity, text, event_on, taken_back_on, proposed_by, proposed_on, decided_by, decided_on,
       reason
from adjustments where adjustment_id = %(adjustment_id)s;

-- name: list_adjustments
-- Entries by hand in a state after a cursor, oldest first.
select adjustment_id, state, entity, text, event_on, taken_back_on, proposed_by, proposed_on, decided_by, decided_on,
       reason
from adjustments where state = %(state)s and adjustment_id > %(after)s
order by adjustment_id limit %(limit)s;

-- name: list_lines
-- The lines of entries by hand.
select adjustment_id, account, cents, currency from adjustment_lines
where adjustment_id = any(%(adjustments)s) order by adjustment_id, line;

-- name: save_decided
-- An entry by hand was booked or withdrawn.
update adjustments set state = %(state)s, decided_by = %(by)s, decided_on = %(on)s, reason = %(reason)s
where adjustment_id = %(adjustment_id)s;
