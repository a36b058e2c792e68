-- name: add_ledger_year
-- What a ledger says of a year.
insert into ledger_years (ledger, entity, year, result_cents, net_cents, currency, recorded_on, actor)
values (%(ledger)s, %(entity)s, %(year)s, %(result)s, %(net)s, %(currency)s, %(on)s, %(by)s);

-- name: list_ledger_years
-- What every ledger says of a year.
select ledger, entity, year, result_cents, net_cents, currency from ledger_years
where entity = %(entity)s and year = %(year)s order by ledger;

-- name: add_approval
-- What the assembly decided of a year.
insert into approved_accounts (entity, year, approved_on, resolution_id, to_reserve_cents, currency, recorded_on, actor)
values (%(entity)s, %(year)s, %(approved_on)s, %(resolution_id)s, %(to_reserve)s, %(currency)s, %(on)s, %(by)s);

-- name: find_approval
-- What was decided of a year.
select approved_on, resolution_id, to_reserve_cents, currency from approved_accounts
where entity = %(entity)s and year = %(year)s;

-- name: add_balance
-- What stood on an account of a ledger at the end of a year.
insert into ledger_year_balances (entity, year, ledger, account, name, mirror, cents, currency)
values (%(entity)s, %(year)s, %(ledger)s, %(account)s, %(name)s, %(mirror)s, %(cents)s, %(currency)s);

-- name: list_balances
-- What stood on the accounts of every ledger at the end of a year.
select ledger, account, name, mirror, cents, currency from ledger_year_balances
where entity = %(entity)s and year = %(year)s order by ledger, account, currency;
