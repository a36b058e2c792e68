-- name: lock_to_write
-- Orders whose last day is still to come that have no contract of what is agreed now, but for those inside an open-ended
-- employment; of workers who are registered. `written_for` is what was agreed, spelt; locked, others' are left to them.
select o.order_id, o.member_id, o.entity, o.contract, o.starts_on, o.ends_on, o.cents, o.currency, agreed.written_for,
       (select sum(p.hours) from parts p where p.order_id = o.order_id
        having count(*) = count(p.hours)) as hours,
       coalesce((select max(c.place) from order_contracts c where c.order_id = o.order_id), 0) as before
from orders o
cross join lateral (select concat_ws(' ', o.signed_on, o.starts_on, o.ends_on, o.cents, o.contract) as written_for) agreed
where o.ends_on >= %(day)s and o.cancelled_on is null and not o.open_ended
  and exists (select from workers w where w.member_id = o.member_id)
  and not exists (select from employments e where e.member_id = o.member_id and e.agreed_on is not null
                  and o.starts_on >= e.starts_on and o.ends_on <= coalesce(e.last_on, '9999-12-31'))
  and agreed.written_for is distinct from (select c.written_for from order_contracts c where c.order_id = o.order_id
                                           order by c.place desc limit 1)
  and o.order_id > %(after)s order by o.order_id limit %(limit)s for update of o skip locked;

-- name: add_contract
-- Write a contract.
insert into order_contracts (order_id, place, number, starts_on, ends_on, content, digest, written_for, written_on)
values (%(order_id)s, %(place)s, %(number)s, %(starts_on)s, %(ends_on)s, %(content)s, %(digest)s, %(written_for)s,
    %(on)s);

-- name: lock_contract
-- The last contract of an order, locked until commit.
select c.*, o.member_id, o.cancelled_on from order_contracts c join orders o on o.order_id = c.order_id
where c.order_id = %(order_id)s order by c.place desc limit 1 for update of c;

-- name: contract
-- The last contract of an order.
select c.*, o.member_id, o.cancelled_on from order_contracts c join orders o on o.order_id = c.order_id
where c.order_id = %(order_id)s order by c.place desc limit 1;

-- name: save_contract
-- Write who signed a contract, or what was said of it.
update order_contracts set member_signed_at = %(member_signed_at)s, cooperative_signed_at = %(cooperative_signed_at)s,
    cooperative_signed_by = %(cooperative_signed_by)s, settled = %(settled)s
where order_id = %(order_id)s and place = %(place)s;

-- name: list_contracts
-- A page of the last contracts of orders after a cursor, of one worker or of all.
select c.*, o.member_id, o.cancelled_on from order_contracts c join orders o on o.order_id = c.order_id
where c.order_id > %(after)s and (%(member_id)s::text = '' or o.member_id = %(member_id)s)
  and not exists (select from order_contracts n where n.order_id = c.order_id and n.place > c.place)
order by c.order_id limit %(limit)s;

-- name: list_to_print
-- Contracts without a paper, after a cursor.
select c.order_id, c.place, c.content from order_contracts c
where not exists (select from order_contract_papers p where p.order_id = c.order_id and p.place = c.place)
  and (c.order_id, c.place) > (%(after)s, %(place)s)
order by c.order_id, c.place limit %(limit)s;

-- name: add_paper
-- Keep the paper of a contract, unless another worker was faster: the bytes are the same.
insert into order_contract_papers (order_id, place, pdf, printed_on) values (%(order_id)s, %(place)s, %(pdf)s, %(on)s)
on conflict do nothing;

-- name: get_paper
-- A contract with its paper, if that is made.
select c.order_id, c.place, c.digest, p.pdf from order_contracts c
left join order_contract_papers p on p.order_id = c.order_id and p.place = c.place
where c.order_id = %(order_id)s and c.place = %(place)s;

-- name: changed
-- Contracts whose content is not the one that was signed.
select number from order_contracts
where digest <> encode(sha256(convert_to(content, 'UTF8')), 'hex') order by number;
