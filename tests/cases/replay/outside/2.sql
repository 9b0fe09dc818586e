alter type public.mood add value 'bad';
insert into public.day values (1, 'bad');
alter table public.day alter column mood set default 'bad';
