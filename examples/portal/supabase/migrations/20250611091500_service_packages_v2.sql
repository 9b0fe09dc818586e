-- New price list: packages get a code that the shop and the partners refer to.
create table if not exists public.service_packages (
  id uuid primary key default gen_random_uuid(),
  code text not null,
  name text not null,
  description text,
  billing_interval text not null default 'month',
  sort_order integer not null default 0,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create unique index if not exists service_packages_code_idx on public.service_packages (code);
