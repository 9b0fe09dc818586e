-- file: 1.sql
create table service_prices (
  id int,
  package_id int unique,
  amount int
);
-- file: 2.sql
alter table service_prices
  add constraint positive check (amount > 0),
  add constraint service_prices_package_id_key unique (package_id);
-- expect: constraint made twice | public.service_prices.service_prices_package_id_key | 1.sql:3 | 2.sql:3 | 42P07
