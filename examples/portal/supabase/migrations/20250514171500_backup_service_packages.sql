-- Before the new price list: keep the packages as they are.
create table public.service_packages_backup as table public.service_packages;

alter table public.service_packages_backup enable row level security;

comment on table public.service_packages_backup is 'Copy of 14 May 2025, before the new price list. Drop when the new one has settled.';
