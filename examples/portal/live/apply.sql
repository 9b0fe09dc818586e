-- Runs the history from its own record, but for the migrations that were only marked as applied.
-- PostgreSQL 14 has no views with the rights of the caller, and a server may lack btree_gist: both are passed over.

do $$
declare
  with_extension constant boolean := exists (select from pg_available_extensions where name = 'btree_gist');
  migration record;
  statement text;
begin
  perform set_config('search_path', 'public, extensions', true);
  perform set_config('client_min_messages', 'warning', true);
  for migration in
    select version, statements from supabase_migrations.schema_migrations
    where version <> all (array[:marked])
    order by version
  loop
    foreach statement in array migration.statements loop
      if current_setting('server_version_num')::integer < 150000 then
        statement := replace(statement, 'with (security_invoker = true)', '');
      end if;
      if not with_extension and statement ~ 'btree_gist|exclude using gist|user_consent_tracking_one_decision' then
        raise warning 'passed over, for want of btree_gist: %', left(statement, 60);
      else
        execute statement;
      end if;
    end loop;
  end loop;
end;
$$;
