-- file: 1.sql
create table a (b int not null, c int not null, d int not null);
create unique index a_b_key on a (b);
alter table a add constraint a_b_key unique using index a_b_key;
create unique index a_c_idx on a (c);
alter table a add constraint a_c_key unique using index a_c_idx;
-- file: 2.sql
create unique index a_c_idx on a (c, d);
create unique index a_c_key on a (c, d);
-- file: 3.sql
create unique index a_d_key on a (d);
alter table a add constraint a_b_key unique using index a_d_key;
-- expect: index made twice | public.a_c_key | 1.sql:5 | 2.sql:2 | 42P07
-- expect: constraint made twice | public.a.a_b_key | 1.sql:3 | 3.sql:2 | 42P07
