-- An advisor opens a member's pages, to read only. The session knows whose and until when; each opening is kept a year
-- for the member to see: who, when, why.

alter table sessions add column reads_as text, add column reads_until timestamptz,
    add constraint sessions_reads_whole check ((reads_as is null) = (reads_until is null));

create table openings (
    opening_id bigint generated always as identity primary key,
    member_id text not null,
    opened_by text not null,
    name text not null,
    reason text not null check (reason <> ''),
    opened_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > opened_at)
);

create index openings_by_member on openings (member_id, opened_at);
