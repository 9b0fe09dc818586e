-- extensions
select
  'extension' as kind,
  array[e.extname]::text[] as names,
  '' as suffix,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname)::text as definition
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
where e.oid >= 16384
order by 2
