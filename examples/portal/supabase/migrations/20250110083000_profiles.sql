-- Phase 1: what others may see of a person (profiles) and what they may not (private_profiles).

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  username text not null,
  display_name text not null default '',
  bio text,
  avatar_path text,
  locale text not null default 'de-DE',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search tsvector generated always as (
    to_tsvector('simple'::regconfig, username || ' ' || display_name || ' ' || coalesce(bio, ''))
  ) stored,
  constraint profiles_username_shape check (username ~ '^[a-z0-9_]{3,30}$'),
  constraint profiles_locale_shape check (locale ~ '^[a-z]{2}(-[A-Z]{2})?$')
);

comment on table public.profiles is 'The public side of a person: one row for each account.';
comment on column public.profiles.id is 'The account in auth.users.';
comment on column public.profiles.username is 'Unique without regard to case, part of the public address.';
comment on column public.profiles.locale is 'Language and country, such as de-DE.';
comment on column public.profiles.search is 'What the people search looks in.';

create unique index profiles_username_lower_key on public.profiles (lower(username));
create index profiles_search_idx on public.profiles using gin (search);
create index profiles_active_created_idx on public.profiles (created_at desc) where is_active;

create type public.postal_address as (
  street text,
  house_number text,
  postal_code text,
  city text,
  country_code char(2)
);
comment on type public.postal_address is 'An address as printed on a letter.';

create table public.private_profiles (
  id uuid primary key references public.profiles (id) on delete cascade,
  legal_name text,
  birth_date date,
  phone text,
  email public.email_address,
  address public.postal_address,
  tax_number text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint private_profiles_birth_date_plausible check (birth_date > date '1900-01-01')
);

comment on table public.private_profiles is 'Personal data. Only the person and administrators read it.';
comment on column public.private_profiles.legal_name is 'As in the identity document. @pii';
comment on column public.private_profiles.birth_date is 'Date of birth. @pii';
comment on column public.private_profiles.address is 'Where invoices go. @pii';

create trigger profiles_set_updated_at
  before update on public.profiles
  for each row execute function public.set_updated_at();

create trigger private_profiles_set_updated_at
  before update on public.private_profiles
  for each row execute function public.set_updated_at();

-- A new account gets both rows at once, so that no page has to think of a person without them.
create or replace function private.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.profiles (id, username, display_name)
  values (
    new.id,
    'user_' || right(new.id::text, 12),
    coalesce(new.raw_user_meta_data ->> 'display_name', '')
  );
  insert into public.private_profiles (id, email) values (new.id, lower(new.email));
  insert into public.user_roles (user_id, role) values (new.id, 'member');
  return new;
end;
$$;

comment on function private.handle_new_user() is 'Makes the profile, the private profile and the first role of an account.';

drop trigger if exists on_auth_user_created on auth.users;
create trigger on_auth_user_created
  after insert on auth.users
  for each row execute function private.handle_new_user();

alter table public.profiles enable row level security;
alter table public.private_profiles enable row level security;

create policy "Active profiles are public"
  on public.profiles for select to anon, authenticated
  using (is_active or id = auth.uid());

create policy "People change their own profile"
  on public.profiles for update to authenticated
  using (id = auth.uid())
  with check (id = auth.uid());

create policy "People read their own private profile"
  on public.private_profiles for select to authenticated
  using (id = auth.uid() or public.authorize('profiles.read_private'));

create policy "People change their own private profile"
  on public.private_profiles for update to authenticated
  using (id = auth.uid())
  with check (id = auth.uid());

grant select on public.profiles to anon;
grant select, update (username, display_name, bio, avatar_path, locale) on public.profiles to authenticated;
grant select, update on public.private_profiles to authenticated;
grant all on public.profiles, public.private_profiles to service_role;
