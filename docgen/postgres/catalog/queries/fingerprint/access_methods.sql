-- access methods
select
  'access method' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('handler', m.amhandler::text)::text as definition
from pg_am m
cross join lateral pg_identify_object('pg_am'::regclass, m.oid, 0) as o
where m.oid >= 16384
order by 3
