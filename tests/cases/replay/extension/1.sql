create extension if not exists postgis;
create table public.place (id int, spot geometry(point, 4326));
create function public.near(geography) returns int language sql as 'select 1';
create extension if not exists pg_trgm;
create schema if not exists pgmq;
create extension if not exists pgmq with schema pgmq;
select pgmq.create('jobs');
