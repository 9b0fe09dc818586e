-- file: 1.sql
create table a (id int);
-- file: 2.sql
create table public.a (id int);
-- expect: table made twice | public.a | 1.sql:1 | 2.sql:1 | 42P07
