-- Employments without an end: agreed and signed by both, declared and insured like an order's work, paid month by month
-- from what the worker's orders bring. Amounts are whole cents of the currency beside them.

-- The row of `orders` under which an employment is declared, insured and paid: it has no client and no end.
alter table orders add column open_ended boolean not null default false;
alter table declarations add column open_ended boolean not null default false;

-- Work inside an open-ended employment stands under its declaration and is not declared once more.
alter table declarations add column under text not null default '';
drop index declarations_one_open_per_order;
create unique index declarations_one_open_per_order on declarations (order_id)
    where state in ('waiting', 'late', 'sent', 'accepted') and under = '';
create index declarations_under on declarations (under) where under <> '';

-- A month of an open-ended employment has a budget and no invoice of its own: `employment_slices` say what brings it.
alter table allocations alter column invoice_id drop not null;

-- Several invoices may bring the cost of one wage: the fund has an advance for each.
alter table advances drop constraint advances_one_per_wage;
alter table advances add constraint advances_one_per_wage_and_invoice unique (wage_id, invoice_id);

-- Open-ended employments: asked for, agreed when both have signed, ended by notice or agreement.
create table employments (
    employment_id    text primary key,
    order_id         text not null,
    member_id        text not null,
    activity_id      text not null,
    entity           text not null default 'main',
    contract         text not null,
    work             text not null,
    when_short       text not null check (when_short in ('lower_hours', 'unpaid_leave', 'notice')),
    starts_on        date not null,
    asked_on         date not null,
    agreed_on        date,
    last_on          date,
    ended_by         text check (ended_by in ('member_notice', 'cooperative_notice', 'agreement', 'budget_empty',
                                              'never_began')),
    ended_on         date,
    end_wanted_on    date,
    end_wanted_by    text check (end_wanted_by in ('member', 'cooperative')),
    pays_out         boolean not null default false,
    worked_out_until date,
    blocked_by       text not null default '',
    blocked_why      text not null default '',
    constraint employments_under_one_order unique (order_id),
    constraint employments_ended_whole check (
        (last_on is null) = (ended_by is null) and (last_on is null) = (ended_on is null)),
    constraint employments_end_wanted_by_somebody check ((end_wanted_on is null) = (end_wanted_by is null))
);
create index employments_by_member on employments (member_id);

-- What holds from a day on: the first terms make the contract, later ones change it. No hours is unpaid leave.
create table employment_terms (
    employment_id  text not null references employments,
    place          int not null check (place > 0),
    from_on        date not null,
    weekly_hours   numeric not null check (weekly_hours >= 0),
    cents          bigint not null check (cents >= 0 and (cents = 0) = (weekly_hours = 0)),
    currency       text not null,
    because        text not null check (because in ('asked', 'budget_short', 'leave_over')),
    state          text not null check (state in
        ('asked', 'approved', 'refused', 'agreed', 'lapsed', 'withdrawn')),
    reason         text not null default '',
    asked_on       date not null,
    asked_by       text not null,
    decided_on     date,
    content        text not null default '',
    digest         text not null default '',
    member_signed_at      timestamptz,
    cooperative_signed_at timestamptz,
    cooperative_signed_by text,
    primary key (employment_id, place),
    constraint employment_terms_agreed_by_both check (state <> 'agreed' or because <> 'asked'
        or member_signed_at is not null and cooperative_signed_at is not null),
    constraint employment_terms_signed_as_written check (digest <> ''
        or member_signed_at is null and cooperative_signed_at is null)
);
create unique index employment_terms_one_open on employment_terms (employment_id)
    where state in ('asked', 'approved');

-- The printed contracts and their changes, made once from what was signed. Append-only.
create table employment_papers (
    employment_id text not null,
    place         int not null,
    pdf           bytea storage external not null,
    printed_on    date not null,
    primary key (employment_id, place),
    foreign key (employment_id, place) references employment_terms
);
create trigger employment_papers_append_only before update or delete or truncate on employment_papers
    for each statement execute function refuse_change();

-- What feeds an employment: the budget of a part that was worked inside it, or what was left of an earlier one.
-- Append-only.
create table employment_feeds (
    feed_id       text primary key,
    order_id      text not null references orders,
    from_order_id text not null,
    from_part     int not null,
    from_feed_id  text references employment_feeds,
    invoice_id    text not null references invoices,
    cents         bigint not null check (cents > 0),
    currency      text not null,
    fed_on        date not null,
    foreign key (from_order_id, from_part) references parts
);
create unique index employment_feeds_once on employment_feeds (from_order_id, from_part) where from_feed_id is null;
create index employment_feeds_by_order on employment_feeds (order_id, feed_id);
create index employment_feeds_by_invoice on employment_feeds (invoice_id);
create index employment_feeds_taken_over on employment_feeds (from_feed_id) where from_feed_id is not null;
create trigger employment_feeds_append_only before update or delete or truncate on employment_feeds
    for each statement execute function refuse_change();

-- Which feed brings which cents of a month's budget, counted from `starts_at`. What none brings yet the mutual fund
-- lends. Append-only.
create table employment_slices (
    order_id  text not null,
    part      int not null,
    starts_at bigint not null check (starts_at >= 0),
    feed_id   text not null references employment_feeds,
    cents     bigint not null check (cents > 0),
    on_day    date not null,
    primary key (order_id, part, starts_at),
    foreign key (order_id, part) references parts
);
create index employment_slices_by_feed on employment_slices (feed_id);
create trigger employment_slices_append_only before update or delete or truncate on employment_slices
    for each statement execute function refuse_change();

-- Told beforehand that a budget will not carry an employment: from which month, and what happens instead and when.
create table employment_warnings (
    employment_id text not null references employments,
    place         int not null check (place > 0),
    warned_on     date not null,
    short_from    date not null,
    effective_on  date not null,
    remedy        text not null check (remedy in ('lower_hours', 'unpaid_leave', 'notice')),
    lifted_on     date,
    applied_on    date,
    primary key (employment_id, place)
);
create unique index employment_warnings_one_open on employment_warnings (employment_id)
    where lifted_on is null and applied_on is null;
