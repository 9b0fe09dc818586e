-- file: 1.sql
create table a (id int, old_name int, gone int);
-- file: 2.sql
alter table a drop column gone;
alter table a rename column old_name to code;
alter table a alter column code type text using code::text;
-- file: 3.sql
create table if not exists a (id integer, code text);
