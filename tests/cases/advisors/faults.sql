-- One fault of every kind that the checks of the catalog know.
do $$
begin
  create role anon;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role authenticated;
exception when duplicate_object then null;
end $$;

create schema auth;
create function auth.uid() returns integer language sql stable set search_path = '' as 'select 1';
create extension citext;

create table public.items (a integer, b integer);
grant select on public.items to anon;
create index items_a on public.items (a);
create index items_a_again on public.items (a);
create index items_b on public.items (b);
update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.items_b'::regclass;
alter table public.items add constraint positive check (a > 0) not valid;
create function public.touch() returns trigger language plpgsql set search_path = '' as 'begin return new; end';
create trigger touch before update on public.items for each row execute function public.touch();
alter table public.items disable trigger touch;

create table public.notes (id serial primary key, parent integer references public.notes);
alter table public.notes alter column id type bigint;
create policy everything on public.notes using (true);
create policy own on public.notes for select using (id = auth.uid());
create view public.seen as select id from public.notes;
grant select on public.seen to anon;
create materialized view public.counted as select count(*) from public.notes;
grant select on public.counted to anon;

create unlogged table public.cache (id integer primary key);
alter table public.cache enable row level security;
create function public.escalate() returns integer language sql security definer as 'select 1';

create table auth.users (id uuid primary key, phone text unique);
create view public.accounts as select id, phone from auth.users;
grant select on public.accounts to anon;
create extension postgres_fdw schema auth;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table public.remote (id integer) server elsewhere;
grant select on public.remote to anon;
create function auth.jwt() returns jsonb language sql stable set search_path = '' as 'select null::jsonb';
create table public.members (
  id integer primary key, phone text references auth.users (phone), found regproc, seen timestamp, api_key text
);
grant select on public.members to anon;
create policy first on public.notes for select to authenticated using (auth.jwt() -> 'user_metadata' ->> 'role' = 'a');
create function public.plain() returns integer language sql as 'select 1';
create function public.opened() returns integer language sql security definer set search_path = '' as 'select 1';
grant execute on function public.opened() to authenticated;
