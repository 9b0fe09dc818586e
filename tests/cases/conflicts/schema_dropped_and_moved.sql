-- file: 1.sql
create schema one;
create schema two;
create table one.a (b int);
-- file: 2.sql
alter table one.a set schema two;
create table one.a (b int);
-- file: 3.sql
alter table one.a set schema two;
drop schema one cascade;
-- file: 4.sql
create schema one;
create table one.a (b int);
-- expect: rename onto a taken name | two.a | 2.sql:1 | 3.sql:1 | 42P07
