-- The register as a book of evidence: its chain, who read it, its daily comparison with bank and capital account.

-- Entries of the register (movements, names and domiciles) that are committed and not yet in the chain.
create table register_unsealed (
    entry_id text primary key,
    kind     text not null check (kind in ('movement', 'holder'))
);

-- The chain: one digest per entry, each over the one before and the entry as rendered from its columns.
create table register_chain (
    place    bigint primary key check (place > 0),
    kind     text not null check (kind in ('movement', 'holder')),
    entry_id text not null,
    digest   text not null,
    constraint register_chain_once unique (entry_id)
);
create trigger register_chain_append_only before update or delete or truncate on register_chain
    for each statement execute function refuse_change();

-- Who read the register, when, how strongly identified, for which purpose, and which data (RD 29-4-2019 art. 7:12 par. 5).
create table register_reads (
    id        text primary key,
    read_at   timestamptz not null,
    read_on   date not null,
    actor     text not null,
    roles     text not null,
    assurance text not null,
    purpose   text not null,
    what      text not null,
    about     text not null,
    rows_read int not null
);
create trigger register_reads_append_only before update or delete or truncate on register_reads
    for each statement execute function refuse_change();
create index register_reads_by_time on register_reads (read_at, id);
create index register_reads_about on register_reads (about) where about <> '';

-- Every daily comparison of register, bank and capital account, in cents.
create table register_comparisons (
    compared_on    date primary key,
    compared_at    timestamptz not null,
    shares         bigint not null,
    register_cents bigint not null,
    capital_cents  bigint not null,
    bank_cents     bigint not null,
    agree          boolean generated always as (register_cents = capital_cents and capital_cents = bank_cents) stored
);
create trigger register_comparisons_append_only before update or delete or truncate on register_comparisons
    for each statement execute function refuse_change();
