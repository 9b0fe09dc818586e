-- Third attempt at the code of packages: in place, with the rows that are there.
alter table public.service_packages add column if not exists code text;
alter table public.service_packages add column if not exists billing_interval text not null default 'month';

update public.service_packages
set code = lower(regexp_replace(name, '[^[:alnum:]]+', '-', 'g'))
where code is null;

alter table public.service_packages alter column code set not null;

create unique index if not exists service_packages_code_key on public.service_packages (code);

comment on column public.service_packages.code is 'Short name that the shop and the partners refer to.';
comment on column public.service_packages.billing_interval is 'How often the price is due.';
