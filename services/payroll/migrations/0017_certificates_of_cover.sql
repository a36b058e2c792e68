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
