create table if not exists customers (
  id bigint generated always as identity primary key,
  mail text not null unique
);
comment on table customers is 'Who buys.';
create table if not exists carts (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete cascade,
  opened_at timestamptz not null default now()
);
create index if not exists carts_customer_id_idx on carts (customer_id);
