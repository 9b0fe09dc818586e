-- the history tables of migration tools that are there, with their columns and whether the role may read them
select
  n.nspname as schema,
  c.relname as table,
  array_agg(a.attname::text order by a.attnum) as columns,
  has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where (n.nspname, c.relname) in (
    select wanted.schema, wanted.name
    from unnest(%(schemas)s::text[], %(tables)s::text[]) as wanted(schema, name)
  )
  and c.relkind in ('r', 'p', 'v', 'm', 'f')
group by n.oid, n.nspname, c.oid, c.relname
order by n.nspname, c.relname
