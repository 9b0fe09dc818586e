create table public.parent (id int primary key);
create table public.child (id int references public.parent deferrable initially deferred);
