-- Approval by a second person, inside its owner's database: asked by one, decided by another, used once.

-- What somebody asks to be allowed: which act, about what, exactly which (the digest of its content), and until when.
create table approval_requests (
    id         text primary key,
    act        text not null check (act <> ''),
    about      text not null check (about <> ''),
    digest     text not null check (digest ~ '^[0-9a-f]{64}$'),
    asked_by   text not null check (asked_by <> ''),
    asked_at   timestamptz not null,
    expires_at timestamptz not null,
    constraint approval_requests_expire_later check (expires_at > asked_at)
);
create trigger approval_requests_append_only before update or delete or truncate on approval_requests
    for each statement execute function refuse_change();
create index approval_requests_about on approval_requests (act, about);

-- The answer: one per request, approved or refused by somebody else, or withdrawn by who asked; in time.
create table approval_decisions (
    request_id text primary key references approval_requests,
    decision   text not null check (decision in ('approved', 'refused', 'withdrawn')),
    decided_by text not null check (decided_by <> ''),
    decided_at timestamptz not null,
    reason     text not null
);
create trigger approval_decisions_append_only before update or delete or truncate on approval_decisions
    for each statement execute function refuse_change();

-- The act was done: an approval is used up by it.
create table approval_uses (
    request_id text primary key references approval_requests,
    used_by    text not null check (used_by <> ''),
    used_at    timestamptz not null
);
create trigger approval_uses_append_only before update or delete or truncate on approval_uses
    for each statement execute function refuse_change();

create function approval_needs_four_eyes() returns trigger language plpgsql as $$
declare request approval_requests;
begin
    select * into request from approval_requests where id = new.request_id;
    if (new.decision = 'withdrawn') <> (new.decided_by = request.asked_by) then
        raise exception 'who asks does not decide, and nobody else withdraws'
            using errcode = 'check_violation', constraint = 'approval_four_eyes';
    end if;
    if new.decided_at >= request.expires_at then
        raise exception 'the request has expired' using errcode = 'check_violation', constraint = 'approval_in_time';
    end if;
    return new;
end $$;
create trigger approval_four_eyes before insert on approval_decisions
    for each row execute function approval_needs_four_eyes();

create function approval_use_needs_approval() returns trigger language plpgsql as $$
begin
    perform from approval_requests r join approval_decisions d on d.request_id = r.id
    where r.id = new.request_id and d.decision = 'approved' and new.used_at < r.expires_at;
    if not found then
        raise exception 'nothing was approved, or no longer'
            using errcode = 'check_violation', constraint = 'approval_before_use';
    end if;
    return new;
end $$;
create trigger approval_before_use before insert on approval_uses
    for each row execute function approval_use_needs_approval();
