-- Documents that leave the house: decided in the transaction of their cause, sent afterwards, answered later.

-- One row per document, under a name that follows from its cause: a crash repeats the document, never makes a second.
create table outgoing_documents (
    id         text primary key,
    channel    text not null,
    name       text not null,
    media_type text not null,
    about      text not null,
    content    bytea not null,
    digest     text not null,
    decided_on date not null,
    decided_at timestamptz not null,
    constraint outgoing_names_unique unique (channel, name)
);
create trigger outgoing_documents_append_only before update or delete or truncate on outgoing_documents
    for each statement execute function refuse_change();
create index outgoing_documents_about on outgoing_documents (about);

-- Documents not yet handed to their channel; leaving: written whole, and on the way under its final name.
create table outgoing_pending (
    document_id text primary key references outgoing_documents,
    leaving     boolean not null default false
);

-- What became of each document: handed over, accepted, refused.
create table outgoing_answers (
    document_id text not null references outgoing_documents,
    kind        text not null check (kind in ('sent', 'accepted', 'refused')),
    text        text not null,
    answered_on date not null,
    answered_at timestamptz not null,
    primary key (document_id, kind)
);
create trigger outgoing_answers_append_only before update or delete or truncate on outgoing_answers
    for each statement execute function refuse_change();

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
