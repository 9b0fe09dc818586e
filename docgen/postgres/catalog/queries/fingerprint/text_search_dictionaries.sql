-- text search dictionaries
select
  'text search dictionary' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('options', d.dictinitoption, 'owner', d.dictowner::regrole::text)::text as definition
from pg_ts_dict d
cross join lateral pg_identify_object('pg_ts_dict'::regclass, d.oid, 0) as o
where d.oid >= 16384
order by 3
