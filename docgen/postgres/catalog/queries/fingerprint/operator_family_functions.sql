-- operator family functions
select
  'function of family' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('function', f.amproc::text)::text as definition
from pg_amproc f
cross join lateral pg_identify_object('pg_amproc'::regclass, f.oid, 0) as o
where f.oid >= 16384
order by 3
