-- file: 1.sql
create table a (b int);
alter table a add constraint positive check (b > 0);
-- file: 2.sql
do $$
begin
  if not exists (select from pg_constraint where conname = 'positive') then
    alter table a add constraint positive check (b > 0);
  end if;
end $$;
-- file: 3.sql
do $$
begin
  alter table a add constraint positive check (b >= 0);
exception when duplicate_object then null;
end $$;
-- expect: constraint redefined | public.a.positive | 1.sql:2 | 3.sql:3 | -
