-- Stand-in of docgen for a shadow schema: the schema and the key table, no cryptography.
create schema pgsodium;
create table pgsodium.key (
  id uuid primary key default gen_random_uuid(),
  status text default 'valid',
  created timestamp with time zone not null default current_timestamp,
  expires timestamp with time zone,
  key_type text,
  key_id bigserial,
  key_context bytea default '\x7067736f6469756d',
  name text unique,
  associated_data text default 'associated'
);
create view pgsodium.valid_key as
  select id, name, status, key_type, key_id, key_context, created, expires, associated_data
  from pgsodium.key
  where status = 'valid';
create function pgsodium.create_key(key_type text default 'aead-det', name text default null) returns pgsodium.key
begin atomic
  insert into pgsodium.key (key_type, name) values (key_type, name) returning *;
end;
create function pgsodium.randombytes_uniform(upper_bound integer) returns integer
  volatile
  return floor(random() * upper_bound)::integer;
