-- The 75 changes of benchmarks/drift.py: each is applied alone to a copy of the base. "-- name" starts one.
-- table
create table app.extra (id integer);
-- column
alter table app.orders add column extra text;
-- column type
alter table app.orders alter column note type varchar(40);
-- default
alter table app.orders alter column status set default 'other';
-- not null
alter table app.orders alter column note set not null;
-- identity
alter table app.orders alter column id set generated always;
-- generated column
alter table app.orders add column doubled numeric generated always as (total * 2) stored;
-- column collation
alter table app.orders alter column note type text collate "C";
-- column storage
alter table app.orders alter column note set storage external;
-- column compression
alter table app.orders alter column note set compression pglz;
-- column statistics target
alter table app.orders alter column note set statistics 500;
-- check
alter table app.orders add constraint total_positive check (total > 0);
-- unique
alter table app.orders add constraint orders_note_key unique (note);
-- foreign key
alter table app.orders add constraint orders_customer_fkey foreign key (customer_id) references app.customers (id);
-- exclusion
alter table app.orders add constraint orders_no_overlap exclude using gist (span with &&);
-- not valid
alter table app.orders drop constraint orders_total_small; alter table app.orders add constraint orders_total_small check (total < 1000) not valid;
-- deferrable
alter table app.lines alter constraint lines_order_fkey deferrable initially deferred;
-- index
create index orders_note on app.orders (note);
-- partial index
drop index app.orders_status; create index orders_status on app.orders (status) where status <> 'done';
-- index storage parameter
alter index app.orders_status set (fillfactor = 70);
-- partition
create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01');
-- inheritance
create table app.vip_customers () inherits (app.customers);
-- sequence
create sequence app.extra_numbers;
-- sequence parameter
alter sequence app.numbers increment by 10;
-- schema
create schema extra;
-- extension
create extension citext schema app;
-- enum label
alter type app.state add value 'gone';
-- view definition
create or replace view app.open_orders as select id, status from app.orders where status = 'open';
-- view option
alter view app.open_orders set (security_barrier = true);
-- materialized view
drop materialized view app.totals; create materialized view app.totals as select status, sum(total) as total, count(*) as n from app.orders group by status; create unique index totals_status on app.totals (status);
-- index of a materialized view
drop index app.totals_status;
-- function body
create or replace function app.tax(amount numeric) returns numeric language sql as 'select amount * 0.16';
-- function volatility
alter function app.tax(numeric) immutable;
-- function security definer
alter function app.tax(numeric) security definer;
-- function SET
alter function app.tax(numeric) set search_path = '';
-- procedure
create procedure app.clean() language sql as 'delete from app.orders';
-- aggregate
create aggregate app.total_of (numeric) (sfunc = numeric_add, stype = numeric);
-- aggregate definition
create or replace aggregate app.sum_of (numeric) (sfunc = numeric_add, stype = numeric, initcond = '1');
-- trigger
create trigger extra before update on app.orders for each row execute function app.touch();
-- trigger disabled
alter table app.orders disable trigger orders_touch;
-- policy
create policy extra on app.orders for delete using (total = 0);
-- policy expression
alter policy own on app.orders using (customer_id = 2);
-- row level security
alter table app.lines enable row level security;
-- row level security forced
alter table app.orders force row level security;
-- rule
create rule keep as on delete to app.customers do instead nothing;
-- collation
create collation app.german (locale = 'C');
-- composite type
create type app.extra_pair as (a integer, b integer);
-- composite attribute
alter type app.address add attribute zip text;
-- domain
create domain app.percent as numeric;
-- domain constraint
alter domain app.email add constraint email_short check (length(value) < 100);
-- domain default
alter domain app.email set default 'a@example.org';
-- range type
create type app.span as range (subtype = float8);
-- table comment
comment on table app.orders is 'changed';
-- column comment
comment on column app.orders.note is 'changed';
-- table grant
grant select on app.orders to drift_reader;
-- column grant
grant update (note) on app.orders to drift_reader;
-- schema grant
grant usage on schema app to drift_reader;
-- function grant
revoke execute on function app.tax(numeric) from public;
-- default privileges
alter default privileges in schema app grant select on tables to drift_reader;
-- owner
alter table app.orders owner to drift_owner;
-- publication
create publication extra for table app.orders;
-- publication member
alter publication feed add table app.lines;
-- publication row filter
alter publication feed set table app.orders where (total > 100);
-- publication column list
alter publication feed set table app.orders (id, total);
-- replica identity
alter table app.orders replica identity full;
-- table storage parameter
alter table app.orders set (fillfactor = 70);
-- foreign data wrapper, server and table
create foreign data wrapper extra_wrapper; create server extra_server foreign data wrapper extra_wrapper; create foreign table app.remote (id integer) server extra_server;
-- event trigger
create event trigger extra on ddl_command_end execute function app.on_ddl();
-- clustered index
alter table app.orders cluster on orders_pkey;
-- extended statistics
create statistics app.orders_pair (dependencies) on status, customer_id from app.orders;
-- cast
create cast (app.address as text) with inout;
-- operator
create operator app.=== (leftarg = app.address, rightarg = app.address, function = app.same);
-- operator class
create operator class app.address_ops for type app.address using hash as operator 1 app.~~~ (app.address, app.address), function 1 app.hash_of (app.address);
-- text search configuration
create text search configuration app.words (copy = simple);
-- subscription
create subscription extra connection 'dbname=nowhere' publication feed with (connect = false, slot_name = none);
