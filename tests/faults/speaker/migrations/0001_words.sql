-- Every word said, as often as it was said.
create table words (
    seq     bigint generated always as identity primary key,
    line_id text not null,
    number  bigint not null
);
