create table public.kept (id int);
alter system set work_mem = '1GB';
drop database postgres;
CREATE
  DATABASE another;
create table public.kept_too (id int);
