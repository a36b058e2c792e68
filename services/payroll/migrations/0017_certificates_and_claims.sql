-- Certificates of cover: what was certified, to whom it was issued and by whom. Append-only, like their papers.
create table cover_certificates (
    certificate_id text primary key,
    order_id       text not null references orders,
    member_id      text not null,
    number         text not null,
    content        text not null,
    issued_on      date not null,
    issued_by      text not null,
    constraint cover_certificates_numbered_once unique (number)
);
create index cover_certificates_by_order on cover_certificates (order_id);
create trigger cover_certificates_append_only before update or delete or truncate on cover_certificates
    for each statement execute function refuse_change();

create table cover_certificate_papers (
    certificate_id text primary key references cover_certificates,
    pdf            bytea storage external not null,
    printed_on     date not null
);
create trigger cover_certificate_papers_append_only before update or delete or truncate on cover_certificate_papers
    for each statement execute function refuse_change();

-- Claims on the accident insurance: reported -> sent -> accepted or refused -> settled.
create table claims (
    claim_id        text primary key,
    member_id       text not null,
    order_id        text not null references orders,
    cover_id        text not null references covers,
    insurer         text not null,
    policy          text not null,
    happened_on     date not null,
    report_by       date not null check (report_by >= happened_on),
    what            text not null,
    state           text not null check (state in ('reported', 'sent', 'accepted', 'refused', 'settled')),
    reported_on     date not null,
    reported_by     text not null,
    sent_on         date,
    decided_on      date,
    reason          text not null default '',
    incapable_until date check (incapable_until >= happened_on),
    settled_on      date,
    constraint claims_sent_on_a_day check ((sent_on is null) = (state = 'reported')),
    constraint claims_settled_on_a_day check ((settled_on is null) = (state <> 'settled'))
);
create index claims_by_member on claims (member_id);

-- Documents of a claim by name and digest; what they hold stays with whoever may read it. Append-only.
create table claim_documents (
    claim_id    text not null references claims,
    place       int not null,
    name        text not null,
    digest      text not null,
    received_on date not null,
    primary key (claim_id, place)
);
create trigger claim_documents_append_only before update or delete or truncate on claim_documents
    for each statement execute function refuse_change();

-- What the insurer paid for days of incapacity, both ends included. Append-only.
create table claim_payments (
    claim_id  text not null references claims,
    starts_on date not null,
    ends_on   date not null check (ends_on >= starts_on),
    cents     bigint not null check (cents > 0),
    currency  text not null,
    paid_on   date not null,
    primary key (claim_id, starts_on)
);
create trigger claim_payments_append_only before update or delete or truncate on claim_payments
    for each statement execute function refuse_change();
