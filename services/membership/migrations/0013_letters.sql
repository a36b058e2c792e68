-- Letters to members and guests: one of each step, in their language. What was said lies among the outgoing documents.
create table letters (
    id          text primary key,
    kind        text not null,
    ref         text not null,
    member_id   text not null,
    language    text not null,
    written_on  date not null,
    written_at  timestamptz not null,
    sent_by     text not null check (sent_by in ('mail', 'post', 'not_at_all')),
    document_id text references outgoing_documents,
    obstacle    text not null,
    settled_on  date,
    constraint letters_once unique (kind, ref),
    constraint letters_sent_or_stopped check ((sent_by = 'not_at_all') = (document_id is null))
);
create index letters_of_member on letters (member_id) where member_id <> '';

-- What acts say of people is erased by the service itself: its role may do what the trigger lets it, and no more.
alter trigger legal_acts_append_only on legal_acts rename to legal_acts_only_erased;
