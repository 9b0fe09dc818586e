-- the names of all relations of all schemas, so that whatever is referenced can be called by its name
select
  c.oid,
  c.relnamespace as namespace,
  c.relname as name,
  c.relkind::text as kind
from pg_class c
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
  and c.relpersistence <> 't'
order by c.oid
