-- A debit in suspense may be a transfer of ours whose id the bank left out: which refund it carries out, each once.
alter table unmatched_movements add column refund_of text;
create unique index unmatched_movements_refund_once on unmatched_movements (refund_of) where refund_of is not null;
