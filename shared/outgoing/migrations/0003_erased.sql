-- A document may be emptied where a person's right wants it (GDPR art. 17): what it was called, its digest and its days
-- stay. Nothing else of it changes, ever.
alter table outgoing_documents add column erased_on date;
drop trigger outgoing_documents_append_only on outgoing_documents;
create function refuse_change_of_documents() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.content = '' and new.erased_on is not null and old.erased_on is null
            and (new.id, new.channel, new.name, new.media_type, new.about, new.digest, new.decided_on, new.decided_at)
                = (old.id, old.channel, old.name, old.media_type, old.about, old.digest, old.decided_on, old.decided_at)
        then
            return new;
        end if;
    end if;
    raise exception 'documents that left are erased, never changed' using errcode = 'restrict_violation';
end $$;
create trigger outgoing_documents_only_erased before update or delete on outgoing_documents
    for each row execute function refuse_change_of_documents();
create trigger outgoing_documents_not_truncated before truncate on outgoing_documents
    for each statement execute function refuse_change_of_documents();
