select i.indexrelid::regclass::text as "index", n.nspname || '.' || c.relname as "table"
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indrelid join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where not i.indisvalid and n.nspname || '.' || c.relname like any (:tables)
