create view public.places as select id from public.place;
create view public.all_places as select * from public.places;
alter table public.kept add column place_id int references public.place (id);
alter table public.kept drop column place_id;
select no_such_function(1);
