-- file: 1.sql
create table a (id int primary key, b int constraint a_b unique, c int);
create index a_c on a (c, b);
create table d (id int primary key, code text);
-- file: 2.sql
alter table a drop column id, add primary key (b);
alter table a drop column b;
alter table a add column b int, add constraint a_b unique (b), add constraint a_key primary key (b);
create index a_c on a (c, b);
-- file: 3.sql
alter table d drop constraint d_pkey, add primary key (code);
