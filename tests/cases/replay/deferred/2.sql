create table public.more (id int);
insert into public.child values (1);
