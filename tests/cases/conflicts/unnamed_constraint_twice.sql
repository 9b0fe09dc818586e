-- file: 1.sql
create table a (b int, c int);
alter table a add unique (b);
-- file: 2.sql
alter table a add unique (b);
alter table a add unique (c);
-- expect: constraint made twice | public.a.a_b_key | 1.sql:2 | 2.sql:1 | -
