-- schemas; 2200 is public
select
  'schema' as kind,
  array[n.nspname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'owner', n.nspowner::regrole::text,
    'privileges', array(select a::text from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) as a order by a::text)
  ))::text as definition
from pg_namespace n
where (n.oid >= 16384 or n.oid = 2200) and n.nspname !~ '^pg_(temp|toast)'
order by 2
