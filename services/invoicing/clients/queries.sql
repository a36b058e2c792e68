-- name: add_client
-- Register a client.
insert into clients (client_id, kind, name, country, enterprise_number, vat_number, vat_check, street, postcode, city,
                     email, language, registered_on, registered_by)
values (%(client_id)s, %(kind)s, %(name)s, %(country)s, %(enterprise_number)s, %(vat_number)s, %(vat_check)s,
        %(street)s, %(postcode)s, %(city)s, %(email)s, %(language)s, %(registered_on)s,
        %(registered_by)s);

-- name: lock_client
-- One client, locked until the transaction ends.
select * from clients where client_id = %(client_id)s for update;

-- name: save_client
-- What is known of a client from now on.
update clients set version = %(version)s, kind = %(kind)s, name = %(name)s, country = %(country)s,
       enterprise_number = %(enterprise_number)s, vat_number = %(vat_number)s, vat_check = %(vat_check)s,
       street = %(street)s, postcode = %(postcode)s, city = %(city)s, email = %(email)s, language = %(language)s
where client_id = %(client_id)s;

-- name: add_version
-- What is known of a client, as of one version.
insert into client_versions (client_id, version, kind, name, country, enterprise_number, vat_number, street, postcode,
                             city, email, language, recorded_on, recorded_by)
values (%(client_id)s, %(version)s, %(kind)s, %(name)s, %(country)s, %(enterprise_number)s, %(vat_number)s, %(street)s,
        %(postcode)s, %(city)s, %(email)s, %(language)s, %(recorded_on)s, %(recorded_by)s);

-- name: list_versions
-- What was known of a client, oldest first.
select * from client_versions where client_id = %(client_id)s order by version;

-- name: get_client
-- One client, and how far they are trusted.
select c.*, coalesce((select s.standing from client_standing_changes s where s.client_id = c.client_id
                      order by s.change desc limit 1), 'open') as standing
from clients c where c.client_id = %(client_id)s;

-- name: list_similar
-- Clients whose name holds what was typed, the shortest names first.
select c.*, 'open' as standing from clients c where c.name ilike %(pattern)s
order by length(c.name), c.client_id limit %(limit)s;

-- name: add_standing_change
-- A client is trusted more or less from now on.
insert into client_standing_changes (client_id, standing, reason, changed_on, changed_by)
values (%(client_id)s, %(standing)s, %(reason)s, %(on)s, %(actor)s);

-- name: list_standing_changes
-- How far a client was trusted, oldest first.
select standing, reason, changed_on from client_standing_changes where client_id = %(client_id)s order by change;

-- name: list_clients
-- Clients after a cursor, oldest first.
select c.*, coalesce((select s.standing from client_standing_changes s where s.client_id = c.client_id
                      order by s.change desc limit 1), 'open') as standing
from clients c where c.client_id > %(after)s order by c.client_id limit %(limit)s;

-- name: is_known_to
-- Whether somebody registered a client, or has an order form with them.
select exists (select from clients where client_id = %(client_id)s and registered_by = %(person)s)
    or exists (select from orders where client_id = %(client_id)s and member_id = %(person)s) as known;
