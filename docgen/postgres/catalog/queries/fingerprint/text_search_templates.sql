-- text search templates
select
  'text search template' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('lexize', m.tmpllexize::text)::text as definition
from pg_ts_template m
cross join lateral pg_identify_object('pg_ts_template'::regclass, m.oid, 0) as o
where m.oid >= 16384
order by 3
