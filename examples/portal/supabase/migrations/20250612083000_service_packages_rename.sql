-- Second attempt: move the old packages out of the way, then run 20250611091500 again for the new ones.
alter table if exists public.service_packages rename to service_packages_backup;
