-- First price list: what we sell.

create table public.service_packages (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text,
  sort_order integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.service_packages is 'What can be booked. Prices are in service_prices.';

create trigger service_packages_set_updated_at
  before update on public.service_packages
  for each row execute function public.set_updated_at();

alter table public.service_packages enable row level security;

create policy "Active packages are public"
  on public.service_packages for select to anon, authenticated
  using (is_active);

create policy "Price managers write packages"
  on public.service_packages for all to authenticated
  using (public.authorize('pricing.write'))
  with check (public.authorize('pricing.write'));

grant select on public.service_packages to anon, authenticated;
grant insert, update on public.service_packages to authenticated;
grant all on public.service_packages to service_role;
