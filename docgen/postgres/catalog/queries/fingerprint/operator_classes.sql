-- operator classes
select
  'operator class' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('type', c.opcintype::regtype::text, 'default', c.opcdefault, 'owner', c.opcowner::regrole::text)::text as definition
from pg_opclass c
cross join lateral pg_identify_object('pg_opclass'::regclass, c.oid, 0) as o
where c.oid >= 16384
order by 3
