-- Wages that the partner's own payroll works out, where no rules from gross to net are ours. Amounts are whole cents of
-- the currency beside them.

-- What was asked: the wage of a part, once, or a quote. `standing` is the place of the answer that stands, 0 before one.
create table pay_requests (
    pay_request_id text primary key,
    kind           text not null check (kind in ('wage', 'quote')),
    order_id       text,
    part           int,
    member_id      text not null,
    contract       text not null,
    ends_on        date not null,
    due_on         date not null,
    pay_on         date not null,
    cents          bigint not null check (cents > 0),
    currency       text not null,
    facts          text not null,
    standing       int not null default 0 check (standing >= 0),
    asked_on       date not null,
    asked_by       text not null,
    constraint pay_requests_one_per_part unique (order_id, part),
    constraint pay_requests_of_a_part check ((kind = 'wage') = (order_id is not null)
        and (order_id is null) = (part is null)),
    foreign key (order_id, part) references parts
);
create unique index pay_requests_quoted_once on pay_requests (facts) where kind = 'quote';
create index pay_requests_waiting on pay_requests (pay_request_id) where standing = 0;

-- The days that were worked, or would be. Append-only.
create table pay_request_days (
    pay_request_id text not null references pay_requests,
    day            date not null,
    hours          numeric not null check (hours > 0),
    primary key (pay_request_id, day)
);
create trigger pay_request_days_append_only before update or delete or truncate on pay_request_days
    for each statement execute function refuse_change();

-- What was answered; from the second on a correction, which stands once a second person has approved it. Append-only.
create table pay_answers (
    pay_request_id text not null references pay_requests,
    place          int not null check (place > 0),
    pay_on         date not null,
    reference      text not null,
    net_cents      bigint not null check (net_cents >= 0),
    currency       text not null,
    approval_id    text,
    answered_on    date not null,
    answered_by    text not null,
    primary key (pay_request_id, place),
    constraint pay_answers_corrected_by_two check ((place = 1) = (approval_id is null))
);
create trigger pay_answers_append_only before update or delete or truncate on pay_answers
    for each statement execute function refuse_change();

-- The lines of an answer, as the country declares them. Append-only.
create table pay_answer_lines (
    pay_request_id text not null,
    place          int not null,
    line           int not null,
    code           text not null,
    cents          bigint not null check (cents >= 0),
    primary key (pay_request_id, place, line),
    constraint pay_answer_lines_code_once unique (pay_request_id, place, code),
    foreign key (pay_request_id, place) references pay_answers
);
create trigger pay_answer_lines_append_only before update or delete or truncate on pay_answer_lines
    for each statement execute function refuse_change();
