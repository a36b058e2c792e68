-- name: add_note
-- What desk or advisor note about a member.
insert into member_notes (id, member_id, text, written_on, written_at, actor)
values (%(id)s, %(member_id)s, %(text)s, %(on)s, %(at)s, %(actor)s);

-- name: list_notes
-- The notes about a member, newest first, after a cursor.
select id as note_id, text, written_on, actor from member_notes
where member_id = %(member_id)s and (%(before)s::text = '' or id < %(before)s) order by id desc limit %(limit)s;

-- name: history
-- What happened in a membership, newest first: decisions, calls, payments, shares, votes, exits, letters.
select * from (
    select accepted_on as happened_on, 'accepted' as kind, '' as detail, null::bigint as cents, '' as currency
    from members where id = %(member_id)s
    union all select admitted_on, 'admitted', '', null, '' from members where id = %(member_id)s and admitted_on is not null
    union all select left_on, 'left', left_reason, null, '' from members where id = %(member_id)s and left_on is not null
    union all select called_on, 'share_called', reason, cents, currency from share_calls where member_id = %(member_id)s
    union all select withdrawn_on, 'share_call_withdrawn', reason, cents, currency from share_calls
    where member_id = %(member_id)s and withdrawn_on is not null
    union all select p.booked_on, 'payment', u.use, u.cents, p.currency
    from payment_uses u join share_payments p on p.id = u.payment_id where u.member_id = %(member_id)s
    union all select effective_on, 'shares_' || kind, shares::text, cents, currency from share_movements
    where member_id = %(member_id)s
    union all select effective_on, 'vote', reason, null, '' from standings where member_id = %(member_id)s
    union all select requested_on, 'exit', cause, null, '' from exits where member_id = %(member_id)s
    union all select written_on, 'letter', kind, null, '' from letters where member_id = %(member_id)s
) happened order by happened_on desc, kind, detail limit %(limit)s;

-- name: is_erased
-- Whether somebody asked to be forgotten.
select exists (select from erasures where member_id = %(member_id)s) as erased;
