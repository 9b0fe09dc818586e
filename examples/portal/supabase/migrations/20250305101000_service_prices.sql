create table public.service_prices (
  id uuid primary key default gen_random_uuid(),
  package_id uuid not null references public.service_packages (id) on delete cascade,
  currency char(3) not null default 'EUR',
  amount numeric(10, 2) not null,
  tax_percent numeric(4, 2) not null default 19.00,
  gross_amount numeric(12, 2) generated always as (round(amount * (1 + tax_percent / 100), 2)) stored,
  valid_from date not null default current_date,
  valid_until date,
  created_at timestamptz not null default now(),
  check (amount >= 0),
  check (valid_until is null or valid_until > valid_from)
);

comment on table public.service_prices is 'Prices of the packages, by currency and period.';
comment on column public.service_prices.amount is 'Net, in the currency of the row.';
comment on column public.service_prices.gross_amount is 'Net and tax, rounded to the cent.';

create index on public.service_prices (package_id);
create index service_prices_current_idx on public.service_prices (package_id, currency) where valid_until is null;

alter table public.service_prices enable row level security;

create policy "Prices of active packages are public"
  on public.service_prices for select to anon, authenticated
  using (exists (select from public.service_packages as p where p.id = package_id and p.is_active));

grant select on public.service_prices to anon, authenticated;
grant all on public.service_prices to service_role;
