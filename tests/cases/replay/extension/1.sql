create extension if not exists postgis;
create table public.place (id int, spot geometry(point, 4326));
create function public.near(geography) returns int language sql as 'select 1';
create extension if not exists pg_trgm;
