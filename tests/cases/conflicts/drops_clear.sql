-- file: 1.sql
create table a (id int constraint a_key unique, b int);
create index a_b on a (b);
create type state as enum ('new');
alter table a enable row level security;
create policy own on a using (true);
create function f() returns int language sql as 'select 1';
-- file: 2.sql
drop table a cascade;
drop type state;
drop function f();
-- file: 3.sql
create table a (id int constraint a_key unique, b int);
create index a_b on a (b);
create type state as enum ('new');
create policy own on a using (true);
create function f() returns int language sql as 'select 1';
-- file: 4.sql
drop policy if exists own on a;
alter table a drop constraint if exists a_key;
drop index if exists a_b;
create policy own on a using (b > 0);
alter table a add constraint a_key unique (id, b);
create index a_b on a (b);
