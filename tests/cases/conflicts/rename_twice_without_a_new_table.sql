-- file: 1.sql
create table a (id int);
create table b (id int);
-- file: 2.sql
alter table a rename to a_old;
alter table b rename to b_old;
-- file: 3.sql
alter table a rename to a_older;
alter table if exists b rename to b_old;
-- expect: table renamed twice | public.a | 2.sql:1 | 3.sql:1 | 42P01
-- expect: rename onto a taken name | public.b_old | 2.sql:2 | 3.sql:2 | -
