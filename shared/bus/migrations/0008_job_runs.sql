-- The runs of this service's jobs, one row per job and business day, and which scheduler works at them.
create table job_runs (
    job         text not null,
    business_on date not null,
    state       text not null check (state in ('running', 'done', 'failed')),
    attempts    int not null check (attempts > 0),
    begun_at    timestamptz not null,
    ended_at    timestamptz,
    done        int not null default 0,
    total       int not null default 0,
    outcome     text not null default '',
    primary key (job, business_on)
);

create table job_lease (
    only_one boolean primary key default true check (only_one),
    holder   text not null,
    until    timestamptz not null
);
insert into job_lease (holder, until) values ('nobody', '-infinity');
