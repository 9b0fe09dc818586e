select k.conname as foreign_key, n.nspname || '.' || c.relname as "table"
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where k.contype = 'f' and k.conparentid = 0 and n.nspname || '.' || c.relname like any (:tables)
  and not exists (
    select from pg_catalog.pg_index as i
    where i.indrelid = k.conrelid and i.indisvalid
      and coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '(x IS NOT NULL)') ~ '^[(]\w+ IS NOT NULL[)]$'
      and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
  )
