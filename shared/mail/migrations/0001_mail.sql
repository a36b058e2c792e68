-- Mail on its way. The mails themselves are outgoing documents; here is what still waits and what failed.

-- Mails not yet taken by a server: when to try next, how often it was tried, and what the server said last.
create table mail_pending (
    document_id   text primary key references outgoing_documents,
    waiting_since timestamptz not null,
    try_at        timestamptz not null,
    attempts      int not null check (attempts >= 0),
    reason        text not null
);
create index mail_pending_by_time on mail_pending (try_at);

-- Mails that did not arrive: refused for good, given up after days of trying, or bounced. Open until a person settles.
create table mail_failures (
    document_id text primary key references outgoing_documents,
    kind        text not null check (kind in ('refused', 'given_up', 'bounced')),
    reason      text not null,
    failed_on   date not null,
    failed_at   timestamptz not null,
    settled_at  timestamptz,
    settled_by  text,
    constraint mail_failures_settled_by_somebody check ((settled_at is null) = (settled_by is null))
);
create index mail_failures_open on mail_failures (failed_at) where settled_at is null;
