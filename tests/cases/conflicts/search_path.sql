-- A name without a schema is that of the file's search_path.
-- file: a.sql
create schema shop;
create table orders (id integer);
-- file: b.sql
set search_path = shop, public;
create table orders (id integer, total numeric);
alter table orders add constraint orders_total check (total > 0);
-- file: c.sql
alter table shop.orders add constraint orders_total check (total > 1);
-- expect: constraint made twice | shop.orders.orders_total | b.sql:3 | c.sql:1 | 42710
