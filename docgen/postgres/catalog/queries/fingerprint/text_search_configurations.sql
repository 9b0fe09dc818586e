-- text search configurations
select
  'text search configuration' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('owner', c.cfgowner::regrole::text)::text as definition
from pg_ts_config c
cross join lateral pg_identify_object('pg_ts_config'::regclass, c.oid, 0) as o
where c.oid >= 16384
order by 3
