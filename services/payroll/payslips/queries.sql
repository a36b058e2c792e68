-- name: next_payslip
-- The next number of a year's payslips and the digest before it; the series stays locked until commit.
insert into payslip_series as s (year, last_number, digest) values (%(year)s, 1, %(genesis)s)
on conflict (year) do update set last_number = s.last_number + 1
returning s.last_number as number, s.digest as previous;

-- name: end_payslip_chain
-- Write the new end of a year's chain of payslips.
update payslip_series set digest = %(digest)s where year = %(year)s;

-- name: add_payslip
-- Write a payslip.
insert into payslips (wage_id, year, number, issued_on, pdf, salt, content_digest, digest)
values (%(wage_id)s, %(year)s, %(number)s, %(on)s, %(pdf)s, %(salt)s, %(content_digest)s, %(digest)s);

-- name: payslips_in_order
-- Every payslip with what its chain was made from.
select year, number, wage_id, pdf, salt, content_digest, digest from payslips order by year, number;

-- name: payslip_series
-- The last number and digest of each year.
select year, last_number, digest from payslip_series order by year;

-- name: get_payslip
-- A payslip with its document.
select s.wage_id, s.year, s.number, s.issued_on, s.pdf, s.content_digest, w.member_id
from payslips s join wages w on w.wage_id = s.wage_id where s.wage_id = %(wage_id)s;

-- name: wages_without_payslip
-- Wages that have no payslip.
select wage_id from wages w where not exists (select from payslips s where s.wage_id = w.wage_id);
