-- text search parsers
select
  'text search parser' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('start', s.prsstart::text, 'token', s.prstoken::text)::text as definition
from pg_ts_parser s
cross join lateral pg_identify_object('pg_ts_parser'::regclass, s.oid, 0) as o
where s.oid >= 16384
order by 3
