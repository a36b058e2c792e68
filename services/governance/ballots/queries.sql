-- name: add_spare_keys
-- Keep keys for a poll that is still to be convened, encrypted.
insert into spare_keys (key_id, bits, sealed) values (%(key_id)s, %(bits)s, %(sealed)s);

-- name: take_spare_keys
-- Take keys out of the stock, or nothing when it is empty; keys that another transaction takes are left to it.
delete from spare_keys where key_id = (
    select key_id from spare_keys where bits = %(bits)s order by key_id limit 1 for update skip locked)
returning key_id, sealed;

-- name: count_spare_keys
-- How many keys of a size are in stock.
select count(*)::int as keys from spare_keys where bits = %(bits)s;
