-- An accident is reported whether or not its work is insured yet; what the insurer decided last outlives the settlement.
alter table claims alter column cover_id drop not null;
alter table claims add column accepted boolean;
update claims c set accepted = case c.state when 'accepted' then true when 'refused' then false
    when 'settled' then exists (select from claim_payments p where p.claim_id = c.claim_id) or c.reason = '' end;

-- Until when the authority was told, and when, that an employment lasts: a day is declared from the instant at which a
-- telling first reached it. Append-only.
create table declaration_ends (
    declaration_id text not null references declarations,
    place          int not null check (place > 0),
    ends_on        date not null,
    told_on        date not null,
    told_at        timestamptz not null,
    primary key (declaration_id, place)
);
create trigger declaration_ends_append_only before update or delete or truncate on declaration_ends
    for each statement execute function refuse_change();
insert into declaration_ends (declaration_id, place, ends_on, told_on, told_at)
select declaration_id, 1, ends_on, sent_on, sent_at from declarations where sent_at is not null;
