-- One of each thing that does not travel; auth, vault and cron stand in for a platform's schemas.
do $$
begin
  create role authenticated;
exception when duplicate_object then null;
end $$;

create schema auth;
create table auth.users (id uuid primary key);
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create schema vault;
create table vault.secrets (id uuid primary key, secret text);
create extension lo;
create extension citext;
create extension pg_surgery;

create table public.people (
  id uuid primary key references auth.users,
  mail public.citext not null,
  reviewed boolean not null default false
);
alter table public.people enable row level security;
create policy "Own row" on public.people using (id = (select auth.uid()));
grant select on public.people to authenticated;
create function public.secret(wanted uuid) returns text language plpgsql security definer set search_path = '' as $$
begin
  -- vault.nothing is only a comment
  return (select s.secret from vault.secrets s where s.id = wanted);
end $$;
create function public.fast(a integer) returns boolean language plpgsql leakproof set log_statement = 'none' as $$
begin
  return public.heap_force_kill is null;
end $$;
create function public.machine(double precision) returns double precision language internal as 'dsqrt';
create function public.noticed() returns event_trigger language plpgsql as 'begin end';
create event trigger noticed on ddl_command_end execute function public.noticed();
create publication changes for table public.people;
create publication everything for tables in schema public;
create type public.pair;
create function public.pair_in(cstring) returns public.pair language internal strict immutable as 'int4in';
create function public.pair_out(public.pair) returns cstring language internal strict immutable as 'int4out';
create type public.pair (input = public.pair_in, output = public.pair_out, like = integer);
create table public.pairs (one public.pair);
