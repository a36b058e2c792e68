-- Where the country lets the rest of a share be paid later: a part makes the shares exist, what follows adds to them.

-- first_cents: what must be paid before the shares exist (nothing: all of it); rest_due_on: until when the rest is due.
alter table share_calls add column first_cents bigint;
alter table share_calls add column rest_due_on date;
alter table share_calls add constraint share_calls_rest_has_its_day
    check ((first_cents is null) = (rest_due_on is null) and (first_cents is null or first_cents between 1 and cents));
alter table share_calls add column next_due_on date not null
    generated always as (case when paid_cents >= first_cents then rest_due_on else due_on end) stored;
alter table share_calls add column next_cents bigint not null
    generated always as (case when paid_cents < first_cents then first_cents else cents end - paid_cents) stored;

-- What is paid of the rest moves no share.
alter table share_movements drop constraint share_movements_shares_check;
alter table share_movements drop constraint share_movements_one_sign;
alter table share_movements drop constraint share_movements_right_way;
alter table share_movements add constraint share_movements_one_sign
    check (sign(shares) = sign(cents) or (shares = 0 and kind in ('paid', 'reversed')));
alter table share_movements add constraint share_movements_right_way
    check ((kind in ('paid', 'transferred_in', 'restored')) = (cents > 0));
