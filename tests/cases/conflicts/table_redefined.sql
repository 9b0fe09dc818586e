-- file: 1.sql
create table service_packages (id uuid primary key, name varchar(50), price integer);
-- file: 2.sql
alter table service_packages add column note text;
-- file: 3.sql
create table if not exists service_packages (id uuid primary key, name text, code text not null);
-- expect: table redefined | public.service_packages | 1.sql:1 | 3.sql:1 | -
-- difference: code (text) is only in the second
-- difference: price (integer) is only in the first
-- difference: note (text) is only in the first
-- difference: name is character varying(50) in the first, text in the second
