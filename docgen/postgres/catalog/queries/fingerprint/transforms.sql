-- transforms
select
  'transform' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('from', t.trffromsql::text, 'to', t.trftosql::text)::text as definition
from pg_transform t
cross join lateral pg_identify_object('pg_transform'::regclass, t.oid, 0) as o
where t.oid >= 16384
order by 3
