-- conversions
select
  'conversion' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('function', c.conproc::text, 'default', c.condefault)::text as definition
from pg_conversion c
cross join lateral pg_identify_object('pg_conversion'::regclass, c.oid, 0) as o
where c.oid >= 16384
order by 3
