-- Half-written order forms: what somebody typed and has not sent. Sealed with a key that is not in the database, and
-- forgotten thirty days after the last word. An order form that was written stands with invoicing, never here.

create table order_drafts (
    subject text not null,
    about text not null,
    sealed bytea not null,
    changed_at timestamptz not null,
    primary key (subject, about)
);

create index order_drafts_by_change on order_drafts (changed_at);
