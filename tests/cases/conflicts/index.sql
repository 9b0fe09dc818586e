-- file: 1.sql
create table a (b int, c int);
create index a_idx on a (b);
create index a_c on a (c);
-- file: 2.sql
create index if not exists a_idx on public.a using btree (b, c);
create index if not exists a_c on public.a (c);
create index a_c on a (c);
-- expect: index redefined | public.a_idx | 1.sql:2 | 2.sql:1 | -
-- expect: index made twice | public.a_c | 1.sql:3 | 2.sql:3 | 42P07
