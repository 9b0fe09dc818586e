select n.nspname || '.' || c.relname as "table"
from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and not c.relrowsecurity
  and n.nspname || '.' || c.relname like any (:tables)
