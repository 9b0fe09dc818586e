-- columns, their order left out: that is one of their table
select
  'column' as kind,
  array[n.nspname, c.relname, a.attname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'type', format_type(a.atttypid, a.atttypmod),
    'not null', nullif(a.attnotnull, false),
    'identity', nullif(a.attidentity, ''),
    'generated', nullif(a.attgenerated, ''),
    'collation', (case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end),
    'storage', (case when a.attstorage <> t.typstorage then a.attstorage end),
    'compression', nullif(a.attcompression, ''),
    'statistics', nullif(a.attstattarget, -1),
    'inherited', nullif(not a.attislocal, false),
    'options', a.attoptions,
    'foreign options', a.attfdwoptions,
    'privileges', (case when a.attacl is not null then array(select a::text from unnest(a.attacl) as a order by a::text) end)
  ))::text as definition
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_(temp|toast)'
join pg_type t on t.oid = a.atttypid
where a.attnum > 0 and not a.attisdropped and a.attrelid >= 16384
order by 2
