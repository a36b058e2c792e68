-- A movement in suspense may be the house's own cost or income.
alter table unmatched_movements add column booked_as text;
alter table unmatched_movements drop constraint unmatched_movements_matched_whole;
alter table unmatched_movements add constraint unmatched_movements_matched_whole check (
    (matched_on is null) = (num_nonnulls(invoice_id, client_id, booked_as) = 0)
    and num_nonnulls(invoice_id, client_id, booked_as) <= 1);
