-- operator family operators
select
  'operator of family' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('strategy', f.amopstrategy, 'operator', f.amopopr::regoperator::text)::text as definition
from pg_amop f
cross join lateral pg_identify_object('pg_amop'::regclass, f.oid, 0) as o
where f.oid >= 16384
order by 3
