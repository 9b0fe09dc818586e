create table public.one (id int);
create tabel public.two (id int);
create table public.three (id int, name text default 'it''s');
create view public.both as select * from public.two;
create table public.four (id int) where;
