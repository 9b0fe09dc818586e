-- what the session may not read, so that a query that needs it is left out, and which names the server puts in quotes
select
  array(
    select c.relname::text
    from pg_class c
    where c.relnamespace = 'pg_catalog'::regnamespace
      and c.relname = any(%(catalogs)s)
      and not has_any_column_privilege(c.oid, 'select')
    order by c.relname
  ) as closed,
  array(select k.word from pg_get_keywords() k where k.catcode <> 'U' order by k.word) as keywords
