-- name: employments_of_day
-- A worker's declared work that includes a day, since the instant at which the authority was told of that day (of what
-- is done in an employment without an end it was told with that one), with the cover of that day and the hours reported.
select d.order_id, d.reference, d.starts_on, d.ends_on,
       case when d.under <> '' then d.sent_at
            else (select min(e.told_at) from declaration_ends e
                  where e.declaration_id = d.declaration_id and e.ends_on >= %(day)s) end as declared_at,
       c.cover_id, c.insurer, c.policy,
       (select sum(w.hours) from worked_days w where w.order_id = d.order_id and w.day = %(day)s) as hours
from declarations d
left join lateral (
    select cover_id, insurer, policy from covers c
    where c.order_id = d.order_id and %(day)s between c.starts_on and least(c.ends_on, coalesce(c.closed_on, c.ends_on))
    order by c.starts_on desc, c.cover_id desc limit 1) c on true
where d.member_id = %(member_id)s and d.state = 'accepted' and %(day)s between d.starts_on and d.ends_on
order by d.declaration_id;

-- name: absent_on
-- An absence that holds on a day.
select absence_id from absences
where member_id = %(member_id)s and state = 'approved' and %(day)s between starts_on and coalesce(back_on - 1, ends_on)
limit 1;

-- name: documents_about
-- What left for the authority about orders, in the order in which it was decided.
select about as order_id, name, digest from outgoing_documents where about = any(%(order_ids)s)
order by decided_at, id;

-- name: covered_days
-- The days of an order that policies cover, the earliest first.
select insurer, policy, starts_on, least(ends_on, coalesce(closed_on, ends_on)) as ends_on from covers
where order_id = %(order_id)s and coalesce(closed_on, ends_on) >= starts_on order by starts_on, cover_id;

-- name: accepted_declaration
-- The declaration of an order that the authority accepted, locked so that its certificates are numbered one by one.
select member_id, reference from declarations where order_id = %(order_id)s and state = 'accepted' for update;

-- name: count_certificates
-- How many certificates an order has.
select count(*) as count from cover_certificates where order_id = %(order_id)s;

-- name: add_certificate
-- Write a certificate of cover.
insert into cover_certificates (certificate_id, order_id, member_id, number, content, issued_on, issued_by)
values (%(certificate_id)s, %(order_id)s, %(member_id)s, %(number)s, %(content)s, %(on)s, %(by)s);

-- name: last_certificate
-- The last certificate of an order.
select certificate_id, content from cover_certificates where order_id = %(order_id)s order by certificate_id desc limit 1;

-- name: list_to_print
-- Certificates without a paper, after a cursor.
select c.certificate_id, c.content from cover_certificates c
where c.certificate_id > %(after)s
  and not exists (select from cover_certificate_papers p where p.certificate_id = c.certificate_id)
order by c.certificate_id limit %(limit)s;

-- name: add_paper
-- Keep the paper of a certificate, unless another worker was faster: the bytes are the same.
insert into cover_certificate_papers (certificate_id, pdf, printed_on) values (%(certificate_id)s, %(pdf)s, %(on)s)
on conflict (certificate_id) do nothing;

-- name: get_certificate
-- A certificate with its paper, if that is made.
select c.certificate_id, c.member_id, c.number, c.issued_on, p.pdf
from cover_certificates c left join cover_certificate_papers p on p.certificate_id = c.certificate_id
where c.certificate_id = %(certificate_id)s;
