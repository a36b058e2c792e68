-- name: add_share
-- Note a share of the sealing key; the same one again is no news.
insert into sealing_shares (poll_id, number, share) values (%(poll_id)s, %(number)s, %(share)s) on conflict do nothing;

-- name: shares_of
-- The shares of a poll's sealing key that were handed in.
select number, share from sealing_shares where poll_id = %(poll_id)s order by number;
