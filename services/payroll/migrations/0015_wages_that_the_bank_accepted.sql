-- Between sent and paid: the bank said that it will carry a payment out.
alter table wage_payments add column accepted_on date;
alter table wage_payments drop constraint wage_payments_state_check;
alter table wage_payments add constraint wage_payments_state_check
    check (state in ('to_send', 'nothing_to_pay', 'sent', 'accepted', 'paid', 'returned', 'rejected'));
