-- foreign servers
select
  'foreign server' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('options', s.srvoptions, 'owner', s.srvowner::regrole::text, 'version', s.srvversion, 'privileges', s.srvacl::text)::text as definition
from pg_foreign_server s
cross join lateral pg_identify_object('pg_foreign_server'::regclass, s.oid, 0) as o
where s.oid >= 16384
order by 3
