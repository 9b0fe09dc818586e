-- What the partner API reads. The views ask with the rights of the caller.

create or replace view public.partner_directory
with (security_invoker = true) as
select p.id, p.slug, p.name, parent.name as parent_name, (p.address).city as city
from public.partners as p
left join public.partners as parent on parent.id = p.parent_id
where p.status = 'active';

comment on view public.partner_directory is 'The public list of partners.';

create or replace function public.current_price(package uuid, currency char(3) default 'EUR')
returns numeric
language sql
stable
set search_path = ''
as $$
  select amount
  from public.service_prices as price
  where price.package_id = package
    and price.currency = current_price.currency
    and price.valid_from <= current_date
    and (price.valid_until is null or price.valid_until > current_date)
  order by price.valid_from desc
  limit 1;
$$;

create or replace function public.current_price(package uuid, quantity integer, currency char(3) default 'EUR')
returns numeric
language sql
stable
set search_path = ''
as $$
  select quantity * public.current_price(package, currency);
$$;

comment on function public.current_price(uuid, char) is 'The net price of a package today.';

grant select on public.partner_directory to anon, authenticated, service_role;
grant execute on function public.current_price(uuid, char) to anon, authenticated;

alter default privileges in schema reporting grant select on tables to service_role;

do $$
begin
  if exists (select from pg_publication where pubname = 'supabase_realtime') then
    alter publication supabase_realtime add table public.service_bookings;
  end if;
exception
  when duplicate_object then null;
end;
$$;
