-- The price list of spring 2025.
insert into public.service_packages (name, description, sort_order) values
  ('Basic', 'One credential a year and support by e-mail', 10),
  ('Team', 'Up to 25 people, all kinds of credentials', 20),
  ('Partner', 'For partners that issue credentials of their own', 30);

insert into public.service_prices (package_id, currency, amount, valid_from)
select id, 'EUR', case name when 'Basic' then 9.00 when 'Team' then 79.00 else 249.00 end, date '2025-04-01'
from public.service_packages
on conflict on constraint service_prices_package_id_key do nothing;
