-- what the session may not read, so that a query that needs it is left out; which names the server puts in quotes; and
-- under which name a second session can see the same moment, where that is wanted and possible
select
  array(
    select c.relname::text
    from pg_class c
    where c.relnamespace = 'pg_catalog'::regnamespace
      and c.relname = any(%(catalogs)s)
      and not has_any_column_privilege(c.oid, 'select')
    order by c.relname
  ) as closed,
  array(select k.word from pg_get_keywords() k where k.catcode <> 'U' order by k.word) as keywords,
  case
    when %(shared)s and not pg_is_in_recovery() and has_function_privilege('pg_export_snapshot()', 'execute')
    then pg_export_snapshot()
  end as snapshot
