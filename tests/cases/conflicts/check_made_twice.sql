-- file: 1.sql
create table a (b int);
alter table a add constraint positive check (b > 0);
-- file: 2.sql
alter table a add constraint positive check (b > 0);
-- expect: constraint made twice | public.a.positive | 1.sql:2 | 2.sql:1 | 42710
