-- file: 1.sql
create table a (id int);
-- file: 2.sql
alter table a rename to a_backup;
create table a (id int, code text);
-- file: 3.sql
alter table a rename to a_backup;
-- expect: rename onto a taken name | public.a_backup | 2.sql:1 | 3.sql:1 | 42P07
