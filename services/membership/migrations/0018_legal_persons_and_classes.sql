-- Companies and associations that join, and the class of which somebody's shares are.

alter table registrations add column legal_name text not null default '';
alter table registrations add column enterprise_number text not null default '';
alter table members add column share_class text not null default '';  -- nothing: the one class of those days
update members m set share_class = coalesce((select min(s.share_class) from share_movements s where s.member_id = m.id), '');
create index members_of_class on members (share_class);
