create schema other;
create role leaker;
set search_path = other;
create temp table pad (id int);
prepare question as select 1;
set role leaker;
