-- How often each guest was greeted.
create table visits (
    visit_id   bigint generated always as identity primary key,
    guest      text not null,
    words      text not null,
    constraint visits_words_once_per_guest unique (guest, words)
);
create table begun (
    guest text not null
);
