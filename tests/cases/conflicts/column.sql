-- file: 1.sql
create table a (b int);
alter table a add column c text;
-- file: 2.sql
alter table a add column c text;
alter table a add column if not exists c text;
alter table a add column if not exists b bigint references a;
alter table a add column if not exists d bigint;
-- expect: column made twice | public.a.c | 1.sql:2 | 2.sql:1 | 42701
-- expect: column redefined | public.a.b | 1.sql:1 | 2.sql:3 | -
