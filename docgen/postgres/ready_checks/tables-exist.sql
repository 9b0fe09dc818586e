select pattern as missing
from unnest(:tables) as pattern
where not exists (
  select from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname || '.' || c.relname like pattern
)
