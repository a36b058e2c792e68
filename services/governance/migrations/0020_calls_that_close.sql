-- Volunteers come until (and with) a day, and the lot is drawn after it: nobody draws when those who came suit them. Groups
-- that were called before have no such day.
alter table work_groups add column closes_on date;

-- Where colleges vote apart on an item, the vote of one is told before that of another: two persons settle any of them.
create or replace function refuse_to_settle_alone() returns trigger language plpgsql as $$
begin
    perform from polls p join resolutions r using (resolution_id) join resolutions s on s.resolution_id = new.resolution_id
    where (r.resolution_id = s.resolution_id or r.voted_with = s.voted_with) and p.state in ('closing', 'sealed', 'closed');
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
