create table public.five (name text default 'never closed);
create table public.six (id int);
