-- file: 1.sql
create table a (id int);
create table a_backup (id int);
-- file: 2.sql
do $$
begin
  if to_regclass('public.a') is not null and to_regclass('public.a_backup') is null then
    alter table a rename to a_backup;
  end if;
end $$;
