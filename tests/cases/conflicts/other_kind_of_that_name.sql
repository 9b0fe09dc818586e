-- file: 1.sql
create table a (b int);
-- file: 2.sql
create view a as select 1 as b;
create index if not exists a on a (b);
-- expect: view made twice | public.a | 1.sql:1 | 2.sql:1 | 42P07
-- expect: index redefined | public.a | 1.sql:1 | 2.sql:2 | -
