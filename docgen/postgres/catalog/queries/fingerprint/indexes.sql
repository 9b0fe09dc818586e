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
where i.indexrelid in (
  select one.oid from pg_class one where one.oid >= 16384
  union all select entry.indexrelid from pg_index entry where entry.indexrelid >= 16384
)
order by 2
