-- A pay run that one person proposes and another approves before the bank's cut-off: its wages are held for it, so that
-- no other run sends them. A run that was reopened holds nothing any more.
create table pay_runs (
    run_id      text primary key,
    day         date not null,
    state       text not null check (state in ('proposed', 'approved', 'sent', 'reopened')),
    count       int not null check (count > 0),
    total_cents bigint not null check (total_cents > 0),
    currency    text not null,
    approval_id text not null,
    cut_off     timestamptz not null,
    proposed_by text not null,
    proposed_on date not null
);
create index pay_runs_open on pay_runs (cut_off) where state in ('proposed', 'approved');
alter table wage_payments add column run_id text references pay_runs;
create index wage_payments_by_run on wage_payments (run_id) where run_id is not null;
