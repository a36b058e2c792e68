-- An item of the agenda that ends without a vote: withdrawn, adjourned or annulled, with the reason. Minutes wait for none.
create table settled_items (
    resolution_id text not null references resolutions,
    how           text not null check (how in ('withdrawn', 'adjourned', 'annulled')),
    reason        text not null,
    settled_on    date not null,
    constraint items_settled_once primary key (resolution_id)
);
create trigger settled_items_append_only before update or delete or truncate on settled_items
    for each statement execute function refuse_change();
