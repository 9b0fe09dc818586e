-- Run once on a server of ours, in the database that the migrations will own, as its only superuser. Afterwards
-- "postgres" is an ordinary role, as managed services give it: it owns the database and makes databases and roles, and
-- the server itself keeps it from files, programs and its own configuration. {admin} is the superuser now.
create role docgen_making superuser;
set session authorization docgen_making;
alter role postgres rename to {admin};
create role postgres login createdb createrole bypassrls;
reset session authorization;
drop role docgen_making;
alter database postgres owner to postgres;

-- Its members count as superusers on the pages; nobody else is one.
create role {marker};
grant {marker} to postgres;
grant select on pg_catalog.pg_authid, pg_catalog.pg_subscription to postgres;

-- What migrations are seen to mend in the catalog itself, and what no code is run by.
grant update (indisvalid, indisready) on pg_catalog.pg_index to postgres;
grant update (enumlabel, enumsortorder) on pg_catalog.pg_enum to postgres;
grant update (atttypmod) on pg_catalog.pg_attribute to postgres;
grant update (convalidated, condeferrable, condeferred) on pg_catalog.pg_constraint to postgres;

do $$
declare
  one text;
begin
  foreach one in array array[
    'pg_monitor', 'pg_read_all_settings', 'pg_read_all_stats', 'pg_stat_scan_tables', 'pg_signal_backend',
    'pg_read_all_data', 'pg_write_all_data', 'pg_checkpoint', 'pg_maintain', 'pg_use_reserved_connections'
  ] loop
    if to_regrole(one) is null then
      continue;
    elsif current_setting('server_version_num')::int4 >= 160000 then
      execute format('grant %I to postgres with admin true, inherit false, set true', one);
    else
      execute format('grant %I to postgres with admin option', one);
    end if;
  end loop;
  if current_setting('server_version_num')::int4 < 160000 then
    -- Before PostgreSQL 16 a role that makes roles may take these by itself.
    delete from pg_authid where rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program');
  end if;
  if current_setting('server_version_num')::int4 >= 150000 then
    foreach one in array array[
      'session_replication_role', 'lc_messages', 'deadlock_timeout', 'track_functions', 'track_activities',
      'log_statement', 'log_min_duration_statement', 'log_min_messages', 'log_min_error_statement', 'log_duration',
      'log_error_verbosity', 'log_lock_waits', 'temp_file_limit', 'update_process_title'
    ] loop
      execute format('grant set on parameter %I to postgres', one);
    end loop;
  else
    alter schema public owner to postgres;
  end if;
end
$$;

-- Dumps comment on this extension and own its language.
alter language plpgsql owner to postgres;
update pg_catalog.pg_extension set extowner = 'postgres'::regrole where extname = 'plpgsql';
insert into pg_catalog.pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
select d.oid, 'pg_extension'::regclass, e.oid, 0, 'pg_authid'::regclass, 'postgres'::regrole, 'o'
from pg_catalog.pg_database d, pg_catalog.pg_extension e
where d.datname = current_database() and e.extname = 'plpgsql';

-- What an extension brings that reaches another server is put out of use; it belongs to postgres, its parts do not.
create function pg_catalog.docgen_tame_extensions() returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  one record;
begin
  for one in
    select w.fdwname
    from pg_extension e
    join pg_depend d on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
    join pg_foreign_data_wrapper w on d.classid = 'pg_foreign_data_wrapper'::regclass and d.objid = w.oid
    where e.extowner = 10
  loop
    execute format('alter foreign data wrapper %I no handler', one.fdwname);
    execute format('grant usage on foreign data wrapper %I to postgres with grant option', one.fdwname);
  end loop;
  for one in
    select p.oid::regprocedure::text as routine
    from pg_extension e
    join pg_depend d on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
    join pg_proc p on d.classid = 'pg_proc'::regclass and d.objid = p.oid
    where e.extowner = 10 and e.extname in ('dblink', 'http', 'pg_net', 'plproxy')
  loop
    execute format('revoke execute on routine %s from public', one.routine);
  end loop;
  for one in
    select n.nspname
    from pg_extension e
    join pg_namespace n on n.oid = e.extnamespace and n.oid >= 16384 and n.nspowner = 10
    where e.extowner = 10
  loop
    execute format('alter schema %I owner to postgres', one.nspname);
  end loop;
  insert into pg_shdepend (dbid, classid, objid, objsubid, refclassid, refobjid, deptype)
  select d.oid, 'pg_extension'::regclass, e.oid, 0, 'pg_authid'::regclass, 'postgres'::regrole, 'o'
  from pg_database d, pg_extension e
  where d.datname = current_database() and e.extowner = 10;
  update pg_extension set extowner = 'postgres'::regrole where extowner = 10;
end
$$;
revoke execute on function pg_catalog.docgen_tame_extensions() from public;

-- The script of a trusted extension runs as the superuser, whoever creates it, and so would an event trigger that it
-- sets off: once the migrations have one, only the way that leaves them out is open.
create function pg_catalog.docgen_guard() returns event_trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_function_privilege('pg_catalog.pg_read_file(text)', 'execute')
    and exists (select from pg_event_trigger where evtname not like 'docgen\_%')
  then
    raise insufficient_privilege using
      message = 'permission denied to create or update an extension from inside code while there are event triggers';
  end if;
end
$$;
create event trigger docgen_guard on ddl_command_start when tag in ('CREATE EXTENSION', 'ALTER EXTENSION')
  execute function pg_catalog.docgen_guard();
alter event trigger docgen_guard enable always;
