-- Who left an assembly and came back, in the order in which it happened: the last move of a member counts.
create table attendance_moves (
    position    bigint generated always as identity primary key,
    assembly_id text not null,
    member_id   text not null,
    is_there    boolean not null,
    foreign key (assembly_id, member_id) references attendances
);
create index attendance_moves_by_member on attendance_moves (assembly_id, member_id, position);
create trigger attendance_moves_append_only before update or delete or truncate on attendance_moves
    for each statement execute function refuse_change();
