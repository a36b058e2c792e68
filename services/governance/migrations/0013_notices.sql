-- How the convening left for each member, by which channel, with what proves it.
create table dispatches (
    position    bigint generated always as identity primary key,
    assembly_id text not null references assemblies,
    member_id   text not null,
    channel     text not null check (channel in ('email', 'post')),
    proof       text not null check (proof <> ''),
    sent_on     date not null,
    recorded_on date not null check (recorded_on >= sent_on),
    recorded_by text not null,
    constraint dispatches_once unique (assembly_id, member_id, channel, proof)
);
create trigger dispatches_append_only before update or delete or truncate on dispatches
    for each statement execute function refuse_change();

-- What came back: the member was not reached by that dispatch.
create table bounces (
    position   bigint not null references dispatches,
    bounced_on date not null,
    reason     text not null,
    constraint dispatches_bounce_once primary key (position)
);
create trigger bounces_append_only before update or delete or truncate on bounces
    for each statement execute function refuse_change();
