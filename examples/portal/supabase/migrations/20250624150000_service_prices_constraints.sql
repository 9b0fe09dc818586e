-- The price list of summer needs its constraint on every environment.
alter table public.service_prices
  add constraint service_prices_package_id_key unique (package_id, currency, valid_from);
