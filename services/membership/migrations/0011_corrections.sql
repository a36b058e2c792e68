-- Corrections that refer to what they correct, the three days of every legal act, and a chain that holds both.

-- Legal acts: when they happened, when they were known here, when they were recorded. Nobody changes one: a later act,
-- whose refers_to is what it annuls or moves, corrects it. reason and evidence stay out of the chain, as they may name people.
create table legal_acts (
    id          text primary key,
    act         text not null,
    refers_to   text not null,
    happened_on date not null,
    known_on    date not null,
    recorded_on date not null,
    recorded_at timestamptz not null,
    reason      text not null,
    evidence    text not null,
    actor       text not null,
    constraint legal_acts_days_in_order check (happened_on <= known_on and known_on <= recorded_on)
);
create function refuse_change_of_acts() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.reason = '' and new.evidence = ''
            and (new.id, new.act, new.refers_to, new.happened_on, new.known_on, new.recorded_on, new.recorded_at, new.actor)
                = (old.id, old.act, old.refers_to, old.happened_on, old.known_on, old.recorded_on, old.recorded_at, old.actor)
        then
            return new;
        end if;
    end if;
    raise exception 'legal acts are corrected by later ones, never changed' using errcode = 'restrict_violation';
end $$;
create trigger legal_acts_append_only before update or delete on legal_acts
    for each row execute function refuse_change_of_acts();
create trigger legal_acts_not_truncated before truncate on legal_acts
    for each statement execute function refuse_change_of_acts();
create unique index legal_acts_annulled_once on legal_acts (refers_to) where act in ('exit_annulled', 'transfer_annulled');
create index legal_acts_about on legal_acts (refers_to, id);

-- A movement may correct another: shares that an annulled exit took out come back, on the day on which they went.
alter table share_movements drop constraint share_movements_kind_check;
alter table share_movements add constraint share_movements_kind_check
    check (kind in ('paid', 'reversed', 'redeemed', 'transferred_out', 'transferred_in', 'restored'));
alter table share_movements drop constraint share_movements_right_way;
alter table share_movements add constraint share_movements_right_way
    check ((kind in ('paid', 'transferred_in', 'restored')) = (shares > 0));
alter table share_movements add column refers_to text references share_movements;

-- An exit may be annulled; then another may end the same membership.
alter table exits drop constraint exits_state_check;
alter table exits add constraint exits_state_check
    check (state in ('requested', 'withdrawn', 'ended', 'settled', 'annulled'));
drop index exits_one_per_member;
create unique index exits_one_per_member on exits (member_id) where state not in ('withdrawn', 'annulled');

-- What is owed to the payer of money that is nobody's share goes where the desk says; no member is concerned.
alter table claims alter column member_id drop not null;
alter table claims drop constraint claims_kind_check;
alter table claims add constraint claims_kind_check check (kind in ('exit', 'surplus', 'returned'));
alter table claims add column payment_id text references share_payments;
alter table claims add column payee_name text not null default '';
alter table claims add column payee_account text not null default '';
alter table claims add constraint claims_of_somebody
    check ((kind = 'returned') = (member_id is null) and (kind = 'returned') = (payment_id is not null));
create unique index claims_one_return_per_payment on claims (payment_id) where kind = 'returned' and state <> 'withdrawn';

-- A use that counts from another day than its payment: what an exit released stood on its call until then.
alter table payment_uses add column counts_on date;

-- The chain holds acts and rights to vote too.
alter table register_unsealed drop constraint register_unsealed_kind_check;
alter table register_unsealed add constraint register_unsealed_kind_check
    check (kind in ('movement', 'holder', 'act', 'standing'));
alter table register_chain drop constraint register_chain_kind_check;
alter table register_chain add constraint register_chain_kind_check
    check (kind in ('movement', 'holder', 'act', 'standing'));
insert into register_unsealed (entry_id, kind) select id::text, 'standing' from standings;

-- The chain's head as it was signed and sent out each day.
create table register_anchors (
    anchored_on date primary key,
    anchored_at timestamptz not null,
    place       bigint not null,
    digest      text not null,
    document_id text not null,
    public_key  text not null,
    signature   text not null
);
create trigger register_anchors_append_only before update or delete or truncate on register_anchors
    for each statement execute function refuse_change();
