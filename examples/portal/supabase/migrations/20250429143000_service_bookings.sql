create type public.booking_status as enum ('requested', 'confirmed', 'cancelled');

create table public.service_bookings (
  id bigint generated always as identity primary key,
  profile_id uuid not null references public.profiles (id) on delete restrict,
  package_id uuid not null references public.service_packages (id) on delete restrict,
  price_id uuid not null references public.service_prices (id) on delete restrict,
  partner_id uuid references public.partners (id) on delete set null,
  quantity integer not null default 1,
  status public.booking_status not null default 'requested',
  booked_at timestamptz not null default now(),
  cancelled_at timestamptz,
  note text,
  constraint service_bookings_quantity_positive check (quantity > 0),
  constraint service_bookings_cancelled check ((status = 'cancelled') = (cancelled_at is not null))
);

comment on table public.service_bookings is 'Who booked which package at which price, and through whom.';
comment on column public.service_bookings.price_id is 'The price at the time of booking.';

create index service_bookings_profile_idx on public.service_bookings (profile_id, booked_at desc);
create index service_bookings_package_idx on public.service_bookings (package_id) include (quantity, status);
create index service_bookings_partner_idx on public.service_bookings (partner_id) where partner_id is not null;

alter table public.service_bookings enable row level security;

create policy "People see their own bookings"
  on public.service_bookings for select to authenticated
  using (profile_id = auth.uid());

create policy "People book for themselves"
  on public.service_bookings for insert to authenticated
  with check (profile_id = auth.uid() and status = 'requested');

create policy "Partners read their bookings"
  on public.service_bookings for select to authenticated
  using (private.is_partner_member(partner_id));

grant select, insert on public.service_bookings to authenticated;
grant all on public.service_bookings to service_role;
