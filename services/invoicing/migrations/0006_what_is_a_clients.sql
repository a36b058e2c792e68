-- What a client has with the house beside their invoices: paid above what was owed, or credited after it was paid. It is
-- set off against another invoice or refunded; below zero the client owes what was given back to them too much.
create table client_account_entries (
    entry_id   text primary key,
    client_id  text not null references clients,
    kind       text not null check (kind in ('overpaid', 'taken_back', 'credit_note', 'set_off', 'refund',
                                             'refund_returned', 'received')),
    document   text not null,
    invoice_id text references invoices,
    entity     text not null check (entity <> ''),
    currency   text not null,
    cents      bigint not null check (cents <> 0),
    entered_on date not null,
    constraint client_account_documents_once unique (kind, document)
);
create index client_account_of_client on client_account_entries (client_id);
create trigger client_account_entries_append_only before update or delete or truncate on client_account_entries
    for each statement execute function refuse_change();
insert into client_account_entries
select 'cae_' || substr(p.payment_id, 5), i.client_id, 'overpaid', p.payment_id, p.invoice_id, i.entity, p.currency,
       p.credit_cents, p.paid_on
from payments p join invoices i using (invoice_id) where p.credit_cents > 0;
insert into client_account_entries
select 'cae_' || md5(r.payment_id), i.client_id, 'taken_back', r.payment_id, p.invoice_id, i.entity, p.currency,
       -p.credit_cents, r.reversed_on
from payment_reversals r join payments p using (payment_id) join invoices i using (invoice_id) where p.credit_cents > 0;

-- Money in suspense belongs to an invoice, or to a client.
alter table unmatched_movements add column client_id text references clients;
alter table unmatched_movements drop constraint unmatched_movements_matched_whole;
alter table unmatched_movements add constraint unmatched_movements_matched_whole check (
    (matched_on is null) = (num_nonnulls(invoice_id, client_id) = 0) and num_nonnulls(invoice_id, client_id) <= 1);
