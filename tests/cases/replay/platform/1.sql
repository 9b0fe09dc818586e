create table public.profile (id uuid primary key references auth.users (id));
create table public.task (id int, owner uuid default auth.uid());
grant select on public.task to anon;
create policy own on storage.objects to authenticated using (true);
grant usage on schema public to reporting;
create role reporting;
