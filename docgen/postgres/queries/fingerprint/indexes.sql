-- indexes, also those of constraints
select
  'index' as kind,
  array[n.nspname, c.relname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'definition', pg_get_indexdef(i.indexrelid),
    'valid', nullif(i.indisvalid, true),
    'immediate', nullif(i.indimmediate, true),
    'clustered', nullif(i.indisclustered, false),
    'replica identity', nullif(i.indisreplident, false),
    'tablespace', t.spcname
  ))::text as definition
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_(temp|toast)'
left join pg_tablespace t on t.oid = c.reltablespace
where (c.oid >= 16384 or i.indexrelid >= 16384)
order by 2
