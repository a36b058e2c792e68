-- The portal's own small database: sessions, nothing else of anybody. What a session knows (name, roles, the login)
-- is sealed with a key that only the browser's cookie holds: whoever reads this table can neither log in nor read it.

create table sessions (
    id_digest bytea primary key check (length(id_digest) = 32),
    subject text not null,
    sealed bytea not null,
    begun_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > begun_at)
);

create index sessions_by_subject on sessions (subject);
create index sessions_by_end on sessions (ends_at);
