-- Documents that could not be made or may not leave: each stops no other, and waits for the accountant with its reason.
create table set_aside_documents (
    invoice_id text primary key references invoices,
    reason     text not null,
    since      date not null
);
