-- file: 1.sql
create schema app;
create view app.v as select 1 as a;
create function app.f(a int) returns int language sql as 'select 1';
create sequence app.s;
create extension citext;
-- file: 2.sql
create schema app;
create or replace view app.v as select 1 as a;
create view app.v as select 1 as a;
create function app.f(a text) returns int language sql as 'select 1';
create function app.f(a int) returns int language sql as 'select 1';
create sequence app.s;
create schema if not exists app;
create extension if not exists citext;
-- expect: schema made twice | app | 1.sql:1 | 2.sql:1 | 42P06
-- expect: view made twice | app.v | 1.sql:2 | 2.sql:3 | 42P07
-- expect: function made twice | app.f | 1.sql:3 | 2.sql:5 | 42723
-- expect: sequence made twice | app.s | 1.sql:4 | 2.sql:6 | 42P07
