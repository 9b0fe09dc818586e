-- Two prices of a package in one currency must not start on the same day.
alter table public.service_prices
  add constraint service_prices_package_id_key unique (package_id, currency, valid_from);
