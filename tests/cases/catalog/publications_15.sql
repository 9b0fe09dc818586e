-- Row filters and lists of columns came with PostgreSQL 15.
create schema published;
create table published.orders (id bigint primary key, "Total" numeric, note text);
create table published.lines (id bigint primary key);
create publication parts for table published.orders (id, "Total") where (id > 100), published.lines;
create publication whole_schema for tables in schema published with (publish = 'insert');
