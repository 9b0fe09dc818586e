create table if not exists orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null,
  total numeric(12, 2) not null
);
comment on table orders is 'What was bought.';
create extension if not exists postgres_fdw;
create server if not exists app_server foreign data wrapper postgres_fdw options (host 'app.internal', dbname 'app');
create schema if not exists app;
create foreign table if not exists app.carts (id bigint, customer_id bigint)
  server app_server options (schema_name 'public', table_name 'carts');
