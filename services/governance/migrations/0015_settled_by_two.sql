-- Behind the close of its vote an item is settled by two: one proposes how and why, another confirms the same words. A
-- result that displeases nobody takes back alone, whoever writes the row.
create table settlement_proposals (
    proposal_id   text primary key references approval_requests,
    resolution_id text not null references resolutions,
    how           text not null check (how in ('withdrawn', 'adjourned', 'annulled')),
    reason        text not null check (reason <> ''),
    proposed_on   date not null
);
create index settlement_proposals_by_item on settlement_proposals (resolution_id);
create trigger settlement_proposals_append_only before update or delete or truncate on settlement_proposals
    for each statement execute function refuse_change();

create function refuse_to_settle_alone() returns trigger language plpgsql as $$
begin
    perform from polls where resolution_id = new.resolution_id and state in ('closing', 'sealed', 'closed');
    if not found then
        return new;
    end if;
    perform from settlement_proposals p join approval_uses u on u.request_id = p.proposal_id
    where p.resolution_id = new.resolution_id and p.how = new.how and p.reason = new.reason;
    if not found then
        raise exception 'two persons settle what was voted on'
            using errcode = 'check_violation', constraint = 'items_settled_by_two';
    end if;
    return new;
end $$;
create trigger items_settled_by_two before insert on settled_items
    for each row execute function refuse_to_settle_alone();
