create type public.state as enum ('new');
do $$ begin raise exception 'no' using errcode = 'P0001'; alter type public.state add value 'never'; end $$;
alter type public.status add value 'done';
alter type public.state add value 'done' after 'missing';
create table public.job (state public.state default 'done');
