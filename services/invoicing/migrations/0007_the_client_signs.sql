-- The client signs: forms frozen, links, evidence, other proofs; and how each signature is known.
alter table orders add column signed_how text not null default 'recorded' check (signed_how in ('link', 'proof', 'recorded'));

-- Order forms as they were sent: the canonical text that the client signs, to whom it went, until when it is valid.
create table order_forms (
    form_id      text primary key,
    order_id     text not null references orders,
    version      int not null check (version > 0),
    content      text not null,
    digest       text not null check (digest ~ '^[0-9a-f]{64}$'),
    language     text not null,
    contact_name text not null,
    mailbox      text not null,
    valid_until  date not null,
    sent_on      date not null,
    sent_by      text not null,
    constraint order_forms_versions_unique unique (order_id, version)
);
create trigger order_forms_append_only before update or delete or truncate on order_forms
    for each statement execute function refuse_change();

-- How far each form has come, what its client answered, and the code that holds (its salted digest, never itself).
create table order_form_standings (
    form_id     text primary key references order_forms,
    state       text not null check (state in ('sent', 'change_asked', 'accepted', 'declined', 'revoked', 'replaced',
                                               'locked')),
    answer      text not null default '',
    wrong_codes int not null default 0 check (wrong_codes between 0 and 5),
    codes_sent  int not null default 0 check (codes_sent between 0 and 10),
    code_salt   text,
    code_digest text,
    code_until  timestamptz,
    set_aside   text not null default '',
    constraint order_form_standings_codes_whole check (num_nulls(code_salt, code_digest, code_until) in (0, 3))
);

-- The paper of each form; who accepts the form accepts the paper with this digest.
create table order_form_papers (
    form_id text primary key references order_forms,
    pdf     bytea not null,
    digest  text not null,
    made_on date not null
);
create trigger order_form_papers_append_only before update or delete or truncate on order_form_papers
    for each statement execute function refuse_change();

-- Links that were mailed: the digest of each token, never the token.
create table order_form_links (
    link_digest text primary key,
    form_id     text not null references order_forms,
    made_at     timestamptz not null
);
create trigger order_form_links_append_only before update or delete or truncate on order_form_links
    for each statement execute function refuse_change();

-- What happened to a form, chained: digest = sha256(digest before, place, sha256(salt, entry)).
create table order_form_evidence (
    form_id text not null references order_forms,
    place   int not null check (place > 0),
    salt    text not null,
    entry   text not null,
    digest  text not null,
    primary key (form_id, place)
);
create trigger order_form_evidence_append_only before update or delete or truncate on order_form_evidence
    for each statement execute function refuse_change();

-- Other proofs that a client signed: uploaded by one, decided by another.
create table signed_proofs (
    proof_id    text primary key,
    order_id    text not null references orders,
    signed_by   text not null,
    signed_on   date not null,
    media_type  text not null,
    content     bytea not null,
    digest      text not null,
    uploaded_by text not null,
    uploaded_on date not null,
    state       text not null check (state in ('waiting', 'approved', 'refused')),
    decided_by  text,
    decided_on  date,
    reason      text not null default '',
    constraint signed_proofs_decided_whole check ((state = 'waiting') = (decided_by is null)
        and (decided_by is null) = (decided_on is null)),
    constraint signed_proofs_four_eyes check (decided_by <> uploaded_by)
);
create index signed_proofs_of_order on signed_proofs (order_id);
