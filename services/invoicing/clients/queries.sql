-- name: add_client
-- Register a client.
insert into clients (client_id, kind, name, country, enterprise_number, vat_number, vat_check, street, postcode, city,
                     email, language, registered_on, registered_by)
values (%(client_id)s, %(kind)s, %(name)s, %(country)s, %(enterprise_number)s, %(vat_number)s, %(vat_check)s,
        %(street)s, %(postcode)s, %(city)s, %(email)s, %(language)s, %(registered_on)s,
        %(registered_by)s);

-- name: get_client
-- One client.
select * from clients where client_id = %(client_id)s;

-- name: list_clients
-- Clients after a cursor, oldest first.
select * from clients where client_id > %(after)s order by client_id limit %(limit)s;

-- name: is_known_to
-- Whether somebody registered a client, or has an order form with them.
select exists (select from clients where client_id = %(client_id)s and registered_by = %(person)s)
    or exists (select from orders where client_id = %(client_id)s and member_id = %(person)s) as known;
