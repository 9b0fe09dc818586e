create table public.last (id int);
