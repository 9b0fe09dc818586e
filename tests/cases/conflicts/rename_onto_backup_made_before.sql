-- file: 1.sql
create table service_packages (id int);
-- file: 2.sql
create table service_packages_backup as table service_packages;
-- file: 3.sql
alter table if exists service_packages rename to service_packages_backup;
-- expect: rename onto a taken name | public.service_packages_backup | 2.sql:1 | 3.sql:1 | 42P07
