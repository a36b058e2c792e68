-- What is issued or told is never changed; where a person's right wants it, and the law no longer wants it kept, it is
-- emptied (GDPR art. 17): its numbers, amounts, days and digests stay, and so do the chains over them.
create function only_erased() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.erased_on is not null
            and to_jsonb(new) - tg_argv - array['erased_on'] = to_jsonb(old) - tg_argv - array['erased_on']
            and not exists (select from unnest(tg_argv) as emptied
                            where coalesce(to_jsonb(new) ->> emptied, '') not in ('', '{}', '\x')
                              and to_jsonb(new) ->> emptied is distinct from to_jsonb(old) ->> emptied)
        then
            return new;
        end if;
    end if;
    raise exception 'rows of % are erased, never changed', tg_table_name using errcode = 'restrict_violation';
end $$;

alter table clients add column erased_on date;
alter table client_versions add column erased_on date;
drop trigger client_versions_append_only on client_versions;
create trigger client_versions_only_erased before update on client_versions for each row execute function
    only_erased('name', 'enterprise_number', 'vat_number', 'street', 'postcode', 'city', 'email');
create trigger client_versions_never_deleted before delete or truncate on client_versions
    for each statement execute function only_erased();

alter table order_forms add column erased_on date;
drop trigger order_forms_append_only on order_forms;
create trigger order_forms_only_erased before update on order_forms for each row execute function
    only_erased('content', 'contact_name', 'mailbox');
create trigger order_forms_never_deleted before delete or truncate on order_forms
    for each statement execute function only_erased();

alter table order_form_papers add column erased_on date;
drop trigger order_form_papers_append_only on order_form_papers;
create trigger order_form_papers_only_erased before update on order_form_papers
    for each row execute function only_erased('pdf');
create trigger order_form_papers_never_deleted before delete or truncate on order_form_papers
    for each statement execute function only_erased();

alter table order_form_evidence add column erased_on date;
drop trigger order_form_evidence_append_only on order_form_evidence;
create trigger order_form_evidence_only_erased before update on order_form_evidence
    for each row execute function only_erased('salt', 'entry');
create trigger order_form_evidence_never_deleted before delete or truncate on order_form_evidence
    for each statement execute function only_erased();

alter table invoices add column erased_on date;
drop trigger invoices_append_only on invoices;
create trigger invoices_only_erased before update on invoices for each row execute function
    only_erased('content', 'ubl', 'salt', 'buyer_country', 'buyer_vat_number');
create trigger invoices_never_deleted before delete or truncate on invoices
    for each statement execute function only_erased();

alter table invoice_papers add column erased_on date;
drop trigger invoice_papers_append_only on invoice_papers;
create trigger invoice_papers_only_erased before update on invoice_papers
    for each row execute function only_erased('pdf');
create trigger invoice_papers_never_deleted before delete or truncate on invoice_papers
    for each statement execute function only_erased();

alter table bank_files add column erased_on date;
drop trigger bank_files_append_only on bank_files;
create trigger bank_files_only_erased before update on bank_files
    for each row execute function only_erased('content');
create trigger bank_files_never_deleted before delete or truncate on bank_files
    for each statement execute function only_erased();

alter table bank_movements add column erased_on date;
drop trigger bank_movements_append_only on bank_movements;
create trigger bank_movements_only_erased before update on bank_movements for each row execute function
    only_erased('communication', 'counterparty_iban', 'counterparty_bic', 'counterparty_name');
create trigger bank_movements_never_deleted before delete or truncate on bank_movements
    for each statement execute function only_erased();

-- Erasures of clients who are persons, and of members: what was removed, what is kept, by which law and until when.
create table erasures (
    erasure_id   text primary key,
    kind         text not null check (kind in ('client', 'member')),
    subject      text not null,
    requested_on date not null,
    requested_by text not null,
    kept_until   date not null,
    completed_on date,
    constraint erasures_once unique (kind, subject)
);
create index erasures_to_complete on erasures (kept_until) where completed_on is null;
create table erasure_lines (
    erasure_id text not null references erasures,
    place      text not null,
    done       text not null check (done in ('erased', 'kept')),
    on_day     date not null,
    rows_found int not null,
    law        text not null,
    kept_until date,
    constraint erasure_lines_kept_by_law check ((done = 'kept') = (kept_until is not null)),
    primary key (erasure_id, place, done)
);
create trigger erasure_lines_append_only before update or delete or truncate on erasure_lines
    for each statement execute function refuse_change();
