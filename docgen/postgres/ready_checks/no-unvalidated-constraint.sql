select k.conname as "constraint", n.nspname || '.' || c.relname as "table"
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where not k.convalidated and n.nspname || '.' || c.relname like any (:tables)
