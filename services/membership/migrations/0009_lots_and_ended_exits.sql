-- Shares as lots whose days may be corrected, exits whose value is still to be known, claims paid in part.

-- One act may correct several days of one lot.
alter table share_movements drop constraint share_movements_once;
alter table share_movements add constraint share_movements_once unique (cause, member_id, kind, effective_on);

-- Until when the shares that are paid let a member use the services; nothing where no share is paid, or for ever.
alter table members add column share_holds_until date;

-- An exit ends membership, vote and shares on its day; what the shares are worth may be known later only.
alter table exits drop constraint exits_state_check;
alter table exits add constraint exits_state_check check (state in ('requested', 'withdrawn', 'ended', 'settled'));
alter table exits add column ended_on date;
alter table exits add column paid_in_cents bigint;
alter table exits add column currency text;
create index exits_to_value on exits (effective_on, id) where state = 'ended';

-- A claim may be paid in part: the part is a claim of its own, the rest keeps its place.
alter table claims add column part_of text references claims;
alter table claims drop constraint claims_one_per_exit;
create unique index claims_one_per_exit on claims (exit_id) where part_of is null;

-- Every comparison that says something new is kept, not only the first of a day; with the bank account on both sides.
alter table register_comparisons drop constraint register_comparisons_pkey;
alter table register_comparisons add column id bigint generated always as identity primary key;
alter table register_comparisons add column account_cents bigint not null default 0;
alter table register_comparisons add column moved_cents bigint not null default 0;
alter table register_comparisons drop column agree;
alter table register_comparisons add column agree boolean generated always as (
    register_cents = capital_cents and capital_cents = bank_cents and account_cents = moved_cents) stored;
create index register_comparisons_by_day on register_comparisons (compared_on, id);

-- What each payout movement moved on the bank account: nothing where a payment came back that the bank never carried out.
alter table payout_movements disable trigger payout_movements_append_only;
alter table payout_movements add column cents bigint not null default 0;
update payout_movements v set cents = case when v.kind = 'paid' then -c.cents
    when exists (select from payout_movements p where p.claim_id = v.claim_id and p.kind = 'paid') then c.cents else 0 end
from claims c where c.id = v.claim_id;
alter table payout_movements enable trigger payout_movements_append_only;
