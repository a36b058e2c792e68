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
