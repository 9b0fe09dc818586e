-- operator families
select
  'operator family' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('owner', f.opfowner::regrole::text)::text as definition
from pg_opfamily f
cross join lateral pg_identify_object('pg_opfamily'::regclass, f.oid, 0) as o
where f.oid >= 16384
order by 3
