do $$ begin
  execute 'create table ' || 'dynamic (id int)';
  begin
    create table undone (id int);
    raise exception 'no';
  exception when others then null;
  end;
  execute 'alter table dynamic add column later text';
end $$;
create function make_index() returns void language sql as 'create index found on dynamic (later)';
select make_index();
create table refused (id nothing);
create role recorder_tester;
grant create, usage on schema public to recorder_tester;
set role recorder_tester;
create table by_another (id int);
reset role;
set session_replication_role = replica;
create table as_replica (id int);
reset all;
alter table as_replica add column after_reset int;
create index concurrently slow on dynamic (id);
savepoint a;
create table taken_back (id int);
rollback to a;
set search_path = '';
alter table public.dynamic drop column later;
drop owned by recorder_tester;
drop role recorder_tester;
