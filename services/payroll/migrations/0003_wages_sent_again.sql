-- A wage that the bank gave back is sent again, to a new account or the same: it stands in more than one batch then.
create table batch_wages (
    batch_id text not null references wage_batches,
    wage_id  text not null references wages,
    primary key (batch_id, wage_id)
);
insert into batch_wages (batch_id, wage_id)
select batch_id, wage_id from wage_payments where batch_id is not null;
create trigger batch_wages_append_only before update or delete or truncate on batch_wages
    for each statement execute function refuse_change();
alter table wage_payments
    add constraint wage_payments_in_their_batch foreign key (batch_id, wage_id) references batch_wages;

create table account_changes (
    member_id   text not null references workers,
    place       int not null,
    iban_before text not null,
    changed_on  date not null,
    changed_by  text not null,
    primary key (member_id, place)
);
create trigger account_changes_append_only before update or delete or truncate on account_changes
    for each statement execute function refuse_change();
