-- A payslip is issued by its content, which is chained; its paper is made afterwards. Those of before are chained by
-- their paper.
alter table payslips
    alter column pdf drop not null,
    add column content text,
    add constraint payslips_chained_by_one check (num_nonnulls(content, pdf) = 1);

-- The printed payslips. digest = sha256(salt of the payslip || pdf).
create table payslip_papers (
    wage_id    text primary key references payslips,
    pdf        bytea not null,
    digest     text not null,
    printed_on date not null
);
create trigger payslip_papers_append_only before update or delete or truncate on payslip_papers
    for each statement execute function refuse_change();

-- Payslips whose paper is still to be made; one that could not be made waits with its reason and stops no other.
create table payslips_to_print (
    wage_id           text primary key references payslips,
    set_aside_because text not null default '',
    set_aside_on      date,
    constraint payslips_set_aside_on_a_day check ((set_aside_because = '') = (set_aside_on is null))
);
create index payslips_to_print_next on payslips_to_print (wage_id) where set_aside_because = '';
