-- file: 1.sql
create table a (b int);
create temporary table a (b int, c int);
drop table pg_temp.a;
-- file: 2.sql
create temporary table a (b int, d int);
