-- A reference that people can read out on the phone.
alter table public.service_bookings
  add column if not exists reference text generated always as ('B-' || lpad(id::text, 8, '0')) stored;

create unique index if not exists service_bookings_reference_key on public.service_bookings (reference);

comment on column public.service_bookings.reference is 'What is printed on the invoice, such as B-00001234.';
