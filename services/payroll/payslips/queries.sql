-- name: next_payslips
-- The last of the next numbers of a year's payslips and the digest before them; the series stays locked until commit.
insert into payslip_series as s (year, last_number, digest) values (%(year)s, %(count)s, %(genesis)s)
on conflict (year) do update set last_number = s.last_number + excluded.last_number
returning s.last_number as last, s.digest as previous;

-- name: end_payslip_chain
-- Write the new end of a year's chain of payslips.
update payslip_series set digest = %(digest)s where year = %(year)s;

-- name: add_payslips
-- Write payslips.
copy payslips (wage_id, year, number, content, salt, content_digest, digest, issued_on) from stdin;

-- name: add_to_print
-- Note that the papers of payslips are still to be made.
insert into payslips_to_print (wage_id) select unnest(%(wage_ids)s::text[]);

-- name: lock_to_print
-- The next payslips whose paper is to be made, locked; those that another worker has are left to it.
select t.wage_id, s.content, s.salt
from payslips_to_print t join payslips s on s.wage_id = t.wage_id
where t.set_aside_because = '' order by t.wage_id limit %(limit)s for update of t skip locked;

-- name: count_to_print
-- How many papers are to be made.
select count(*) as count from payslips_to_print where set_aside_because = '';

-- name: add_papers
-- Keep the papers of payslips.
copy payslip_papers (wage_id, pdf, digest, printed_on) from stdin;

-- name: drop_to_print
-- The papers of payslips are made.
delete from payslips_to_print where wage_id = any(%(wage_ids)s);

-- name: save_set_aside
-- The paper of a payslip could not be made: it waits with its reason.
update payslips_to_print set set_aside_because = %(reason)s, set_aside_on = %(on)s where wage_id = %(wage_id)s;

-- name: print_again
-- The paper of a payslip that was set aside is tried again by the next run.
update payslips_to_print set set_aside_because = '', set_aside_on = null
where wage_id = %(wage_id)s and set_aside_because <> '';

-- name: payslips_in_order
-- Every payslip with what its chain was made from, and the digest that its content has now.
select year, number, wage_id, content_digest, digest,
       encode(sha256(salt || coalesce(convert_to(content, 'UTF8'), pdf)), 'hex') as found_digest
from payslips order by year, number;

-- name: changed_papers
-- Printed payslips that are not as they were printed.
select s.year, s.number from payslip_papers p join payslips s on s.wage_id = p.wage_id
where p.digest <> encode(sha256(s.salt || p.pdf), 'hex') order by s.year, s.number;

-- name: payslip_series
-- The last number and digest of each year.
select year, last_number, digest from payslip_series order by year;

-- name: get_payslip
-- A payslip with its paper if that is made, and why it was set aside if it was.
select s.wage_id, s.year, s.number, s.issued_on, coalesce(p.pdf, s.pdf) as pdf, s.content_digest, t.set_aside_because
from payslips s left join payslip_papers p on p.wage_id = s.wage_id
left join payslips_to_print t on t.wage_id = s.wage_id
where s.wage_id = %(wage_id)s;

-- name: wages_without_payslip
-- Wages that have no payslip.
select wage_id from wages w where not exists (select from payslips s where s.wage_id = w.wage_id);
