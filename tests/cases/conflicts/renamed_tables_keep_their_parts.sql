-- file: 1.sql
create table a (id int constraint a_id_key unique, c int);
create index a_c on a (c);
-- file: 2.sql
alter table a rename to b;
create table a (id int);
-- file: 3.sql
create index a_c on a (id);
alter table b add constraint a_id_key unique (id);
alter table a add column c int;
-- expect: index made twice | public.a_c | 1.sql:2 | 3.sql:1 | 42P07
-- expect: constraint made twice | public.b.a_id_key | 1.sql:1 | 3.sql:2 | 42P07
