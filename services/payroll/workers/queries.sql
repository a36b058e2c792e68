-- name: add_employer
-- Write an employer's data that begin on a day.
insert into employers (entity, valid_from, name, street, building_number, postcode, town, country, enterprise_number,
    onss_number, iban, bic, accident_insurer, accident_policy, registered_at)
values (%(entity)s, %(valid_from)s, %(name)s, %(street)s, %(building_number)s, %(postcode)s, %(town)s, %(country)s,
    %(enterprise_number)s, %(onss_number)s, %(iban)s, %(bic)s, %(accident_insurer)s, %(accident_policy)s, %(at)s);

-- name: employer_on
-- An entity's data as an employer in force on a day.
select * from employers where entity = %(entity)s and valid_from <= %(day)s order by valid_from desc limit 1;

-- name: employers_of
-- An entity's data as an employer in force on a day, and those that come into force up to another, the earliest first.
select * from employers where entity = %(entity)s and valid_from <= %(last)s
   and valid_from >= coalesce((select max(b.valid_from) from employers b
                               where b.entity = %(entity)s and b.valid_from <= %(first)s), '-infinity')
order by valid_from;

-- name: lock_exclusively
-- One at a time until commit: whoever decides on data that somebody else may be writing waits for them.
select pg_advisory_xact_lock(hashtextextended('payroll.' || %(line)s::text, 0));

-- name: lock_shared
-- Several at a time, while nobody holds this lock alone.
select pg_advisory_xact_lock_shared(hashtextextended('payroll.' || %(line)s::text, 0));

-- name: save_member
-- Write a member as admitted; admitted again, the later language counts.
insert into members (member_id, admitted_on, language) values (%(member_id)s, %(admitted_on)s, %(language)s)
on conflict (member_id) do update set admitted_on = excluded.admitted_on, language = excluded.language;

-- name: member
-- A member as admitted.
select * from members where member_id = %(member_id)s;

-- name: add_worker
-- Write a worker's own data.
insert into workers (member_id, first_name, last_name, national_number, iban, household, children, disabled_children,
    dependants_over_65, language, address, registered_on)
values (%(member_id)s, %(first_name)s, %(last_name)s, %(national_number)s, %(iban)s, %(household)s, %(children)s,
    %(disabled_children)s, %(dependants_over_65)s, %(language)s, %(address)s, %(registered_on)s);

-- name: change_account
-- Put another account in the place of a worker's, and keep the one before.
with before as (
    insert into account_changes (member_id, place, iban_before, changed_on, changed_by)
    select member_id, (select count(*) + 1 from account_changes c where c.member_id = w.member_id), iban, %(on)s, %(by)s
    from workers w where member_id = %(member_id)s
)
update workers set iban = %(iban)s where member_id = %(member_id)s;

-- name: worker
-- A worker's own data.
select * from workers where member_id = %(member_id)s;

-- name: lock_worker
-- A worker's own data, locked: one wage of a worker at a time is worked out.
select * from workers where member_id = %(member_id)s for update;

-- name: lock_workers
-- Lock workers' own data in their order: one wage of a worker at a time is worked out.
select member_id from workers where member_id = any(%(member_ids)s) order by member_id for update;

-- name: replace_national_number
-- Put another national number in the place of a worker's, and keep the one before.
with before as (
    insert into national_number_corrections (member_id, place, number_before, corrected_on, corrected_by)
    select member_id, (select count(*) + 1 from national_number_corrections c where c.member_id = w.member_id),
           national_number, %(on)s, %(by)s
    from workers w where member_id = %(member_id)s
)
update workers set national_number = %(number)s where member_id = %(member_id)s;

-- name: add_household
-- Write a worker's household from a day on; what was written before for the same day stays and counts no longer.
insert into worker_households (member_id, valid_from, place, household, children, disabled_children,
    dependants_over_65, recorded_on, recorded_by)
select %(member_id)s, %(valid_from)s, count(*) + 1, %(household)s, %(children)s, %(disabled_children)s,
       %(dependants_over_65)s, %(on)s, %(by)s
from worker_households where member_id = %(member_id)s;

-- name: workers_on
-- Workers' own data, with the household of a day: the latest that began by then and was written last, else the one
-- registered.
select w.member_id, w.first_name, w.last_name, w.national_number, w.iban, w.language, w.address, k.*
from unnest(%(member_ids)s::text[], %(days)s::date[]) as asked (member_id, day)
join workers w on w.member_id = asked.member_id
cross join lateral (
    select household, children, disabled_children, dependants_over_65 from (
        select h.valid_from, h.place, h.household, h.children, h.disabled_children, h.dependants_over_65
        from worker_households h where h.member_id = w.member_id and h.valid_from <= asked.day
        union all
        select '-infinity', 0, w.household, w.children, w.disabled_children, w.dependants_over_65) known
    order by valid_from desc, place desc limit 1) k;
