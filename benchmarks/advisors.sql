-- One instance or more of each fault that the lints of splinter and the checks of docgen speak of.
create extension citext schema public;
create table public.parents (id integer primary key, a integer, b integer, unique (a, b));
create table public.children (
  id integer, a integer, b integer, parent integer references public.parents,
  foreign key (a, b) references public.parents (a, b)
);
create index children_other_order on public.children (b, a);
create index children_id on public.children (id);
create index children_id_again on public.children (id);
create table public.keyed (id integer primary key, code text, constraint one unique (code), constraint two unique (code));
create view public.people as select id, email from auth.users;
create materialized view public.counted as select count(*) from public.parents;
create view public.seen as select id from public.parents;
create view public.asked with (security_invoker = on) as select id from public.parents;
create table public.notes (id integer primary key, owner uuid, mail text, api_key text);
alter table public.notes enable row level security;
create policy "bare call" on public.notes for select using (owner = auth.uid());
create policy "bare setting" on public.notes for select using (mail = current_setting('request.mail'));
create policy "metadata" on public.notes for select
  using ((select auth.jwt()) -> 'user_metadata' ->> 'role' = 'admin' or auth.jwt() -> 'user_metadata' ->> 'role' = 'x');
create policy "everything" on public.notes to authenticated using (true);
create policy "checked" on public.notes for update using (true) with check (owner = (select auth.uid()));
create policy "no condition" on public.notes for insert to anon;
create policy "no using" on public.notes for update to anon with check (owner = (select auth.uid()));
create table public.asleep (id integer primary key);
create policy "never asked" on public.asleep using (true);
create table public.closed (id integer primary key);
alter table public.closed enable row level security;
create table public.open_secrets (id integer primary key, "API-Key" text, password text, seen timestamp);
create unlogged table public.cache (id integer primary key);
create table public.found (id integer primary key, by_name regproc, by_table regclass);
create table public.called (id integer primary key, phone text references auth.users (phone));
create extension postgres_fdw schema extensions;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table public.remote (id integer) server elsewhere;
create function public.plain() returns integer language sql as 'select 1';
create function public.as_owner() returns integer language sql security definer as 'select 1';
create function public.for_members() returns integer language sql security definer set search_path = '' as 'select 1';
revoke execute on function public.for_members() from public, anon;
create function public.touched() returns trigger language plpgsql security definer set search_path = '' as
  'begin return new; end';
create aggregate public.total (integer) (sfunc = int4pl, stype = integer);
create table public.parted (id integer primary key) partition by range (id);
create table public.parted_1 partition of public.parted for values from (0) to (10);
