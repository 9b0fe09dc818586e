create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists pg_net with schema extensions;
create extension if not exists pg_cron with schema pg_catalog;
create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  token uuid not null default uuid_generate_v4(),
  secret bytea default extensions.gen_random_bytes(16),
  email text unique,
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
create policy "Own profile" on public.profiles for select to authenticated using ((select auth.uid()) = id);
create policy "Admins" on public.profiles for all to service_role
  using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin') with check (auth.role() = 'service_role');
create function public.handle_new_user() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, email) values (new.id, new.raw_user_meta_data ->> 'email');
  return new;
end
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
insert into auth.users (id, email, raw_user_meta_data)
values ('00000000-0000-0000-0000-000000000001', 'a@example.org', '{"email": "a@example.org"}');
