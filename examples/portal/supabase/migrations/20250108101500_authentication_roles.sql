-- Phase 2: role based access control (RBAC).
-- The role travels in the access token as the claim "user_role"; policies ask public.authorize().

create type public.app_role as enum ('member', 'partner', 'admin');
comment on type public.app_role is 'What a signed-in person may be. Stronger roles come later.';

create type public.app_permission as enum (
  'profiles.read_private',
  'uploads.delete_any',
  'credentials.issue',
  'credentials.revoke',
  'pricing.write',
  'partners.write'
);

create table public.user_roles (
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.app_role not null,
  granted_by uuid references auth.users (id) on delete set null,
  granted_at timestamptz not null default now(),
  primary key (user_id, role)
);

comment on table public.user_roles is 'Which person holds which role. A person may hold several.';
comment on column public.user_roles.granted_by is 'Who granted it; empty once that account is gone.';

create table public.role_permissions (
  role public.app_role not null,
  permission public.app_permission not null,
  primary key (role, permission)
);

comment on table public.role_permissions is 'What each role may do. Changed by migrations only.';

insert into public.role_permissions (role, permission)
values
  ('admin', 'profiles.read_private'),
  ('admin', 'uploads.delete_any'),
  ('admin', 'credentials.issue'),
  ('admin', 'credentials.revoke'),
  ('admin', 'pricing.write'),
  ('admin', 'partners.write'),
  ('partner', 'credentials.issue')
on conflict do nothing;

create or replace function public.authorize(requested public.app_permission)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select
    from public.role_permissions as permitted
    join public.user_roles as held on held.role = permitted.role
    where held.user_id = auth.uid()
      and permitted.permission = requested
  );
$$;

comment on function public.authorize(public.app_permission) is
  'True when the person who asks holds a role with this permission.';

revoke execute on function public.authorize(public.app_permission) from public, anon;
grant execute on function public.authorize(public.app_permission) to authenticated, service_role;

alter table public.user_roles enable row level security;
alter table public.role_permissions enable row level security;

create policy "People see their own roles"
  on public.user_roles for select to authenticated
  using (user_id = auth.uid());

create policy "Everybody signed in may read the permissions"
  on public.role_permissions for select to authenticated
  using (true);

grant select on public.user_roles, public.role_permissions to authenticated;
grant all on public.user_roles, public.role_permissions to service_role;
