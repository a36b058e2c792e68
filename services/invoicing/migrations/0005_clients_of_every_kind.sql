-- Companies, public bodies, associations and persons are clients; only a company always has a number.
alter table clients drop constraint clients_kind_check;
alter table clients add constraint clients_kind_check check (
    kind in ('company', 'public_body', 'association', 'person'));
alter table clients drop constraint clients_have_a_number;
alter table clients add constraint clients_have_a_number check (
    kind <> 'company' or enterprise_number <> '' or vat_number <> '');

-- What is known of a client can be corrected; every version is kept, and papers keep the one they were issued with.
alter table clients add column version int not null default 1 check (version > 0);
create table client_versions (
    client_id         text not null references clients,
    version           int not null,
    kind              text not null,
    name              text not null,
    country           text not null,
    enterprise_number text not null,
    vat_number        text not null,
    street            text not null,
    postcode          text not null,
    city              text not null,
    email             text not null,
    language          text not null,
    recorded_on       date not null,
    recorded_by       text not null,
    primary key (client_id, version)
);
create trigger client_versions_append_only before update or delete or truncate on client_versions
    for each statement execute function refuse_change();
insert into client_versions
select client_id, version, kind, name, country, enterprise_number, vat_number, street, postcode, city, email, language,
       registered_on, registered_by
from clients;
