-- A movement in suspense may be money for another service, though it named none: shares paid without a reference.
alter table unmatched_movements add column claimed_for text;
alter table unmatched_movements drop constraint unmatched_movements_matched_whole;
alter table unmatched_movements add constraint unmatched_movements_matched_whole check (
    (matched_on is null) = (num_nonnulls(invoice_id, client_id, booked_as, claimed_for) = 0)
    and num_nonnulls(invoice_id, client_id, booked_as, claimed_for) <= 1);
