-- name: next_version
-- The version that the next form of an order bears.
select coalesce(max(version), 0) + 1 as version from order_forms where order_id = %(order_id)s;

-- name: add_form
-- Freeze a form.
insert into order_forms (form_id, order_id, version, content, digest, language, contact_name, mailbox, valid_until,
                         sent_on, sent_by)
values (%(form_id)s, %(order_id)s, %(version)s, %(content)s, %(digest)s, %(language)s, %(contact_name)s, %(mailbox)s,
        %(valid_until)s, %(on)s, %(actor)s);

-- name: add_standing
-- A frozen form waits for its client.
insert into order_form_standings (form_id, state) values (%(form_id)s, 'sent');

-- name: latest_form
-- The newest form of an order.
select form_id from order_forms where order_id = %(order_id)s order by version desc limit 1;

-- name: form_behind_link
-- Which form a link opens.
select f.form_id, f.order_id from order_form_links l join order_forms f using (form_id)
where l.link_digest = %(link_digest)s;

-- name: lock_form
-- How far a form has come, locked until the transaction ends.
select form_id from order_form_standings where form_id = %(form_id)s for update;

-- name: get_form
-- A form, its standing, where its order is, and whether a newer one was sent.
select f.form_id, f.order_id, f.version, f.content, f.digest, f.language, f.contact_name, f.mailbox, f.valid_until,
       f.sent_on, o.number, o.title, o.client_id, o.member_id, o.state as order_state, s.state, s.wrong_codes,
       s.codes_sent, s.code_salt, s.code_digest, s.code_until, s.answer, coalesce(p.digest, '') as paper_digest,
       not exists (select from order_forms n where n.order_id = f.order_id and n.version > f.version) as latest
from order_forms f
join order_form_standings s using (form_id)
join orders o using (order_id)
left join order_form_papers p using (form_id)
where f.form_id = %(form_id)s;

-- name: list_forms
-- The newest form of each order after a cursor, oldest first, of one member or order where asked.
select f.form_id, f.order_id, f.version, f.valid_until, f.sent_on, f.mailbox <> '' as by_link, o.number, o.title,
       o.client_id, o.state as order_state, s.state, s.answer, s.set_aside, true as latest
from order_forms f
join order_form_standings s using (form_id)
join orders o using (order_id)
where f.form_id > %(after)s
  and (%(member_id)s::text is null or o.member_id = %(member_id)s)
  and (%(order_id)s::text is null or f.order_id = %(order_id)s)
  and not exists (select from order_forms n where n.order_id = f.order_id and n.version > f.version)
order by f.form_id limit %(limit)s;

-- name: save_state
-- The form was answered or taken back; the answer is the client's own words.
update order_form_standings set state = %(state)s, answer = %(answer)s where form_id = %(form_id)s;

-- name: count_code
-- One more code goes to the mailbox; the one before holds no more.
update order_form_standings set codes_sent = codes_sent + 1, code_salt = null, code_digest = null, code_until = null
where form_id = %(form_id)s returning codes_sent;

-- name: save_code
-- The code that has just been made, as its digest.
update order_form_standings set code_salt = %(salt)s, code_digest = %(digest)s, code_until = %(until)s
where form_id = %(form_id)s;

-- name: count_wrong_code
-- One more wrong code; the last one that is borne locks the form.
update order_form_standings set wrong_codes = wrong_codes + 1, state = %(state)s where form_id = %(form_id)s;

-- name: add_link
-- The link that has just been made, as its digest.
insert into order_form_links (link_digest, form_id, made_at) values (%(link_digest)s, %(form_id)s, %(at)s);

-- name: add_evidence
-- The next entry of a form's evidence.
insert into order_form_evidence (form_id, place, salt, entry, digest)
values (%(form_id)s, %(place)s, %(salt)s, %(text)s, %(digest)s);

-- name: list_evidence
-- The evidence of a form, in its order.
select place, salt, entry as text, digest from order_form_evidence where form_id = %(form_id)s order by place;

-- name: last_evidence
-- The last entry of a form's evidence.
select place, salt, entry as text, digest from order_form_evidence where form_id = %(form_id)s
order by place desc limit 1;

-- name: lock_unprinted_forms
-- The oldest forms without their paper; those held by another run are left.
select s.form_id from order_form_standings s
where s.set_aside = '' and not exists (select from order_form_papers p where p.form_id = s.form_id)
order by s.form_id limit %(limit)s for update of s skip locked;

-- name: count_unprinted_forms
-- How many forms have no paper yet.
select count(*) as count from order_form_standings s
where s.set_aside = '' and not exists (select from order_form_papers p where p.form_id = s.form_id);

-- name: add_form_paper
-- Keep the paper of a form.
insert into order_form_papers (form_id, pdf, digest, made_on) values (%(form_id)s, %(pdf)s, %(digest)s, %(on)s);

-- name: get_form_paper
-- The paper of a form.
select pdf from order_form_papers where form_id = %(form_id)s;

-- name: set_form_aside
-- The form could not be printed or sent; it stops no other.
update order_form_standings set set_aside = %(reason)s where form_id = %(form_id)s;

-- name: list_forms_set_aside
-- Forms that could not be printed or sent.
select o.number, s.set_aside from order_form_standings s join order_forms f using (form_id) join orders o using (order_id)
where s.set_aside <> '' order by f.form_id limit %(limit)s;

-- name: list_wrong_forms
-- Every form with its content and digest, to be made again.
select form_id, content, digest from order_forms where erased_on is null order by form_id;
