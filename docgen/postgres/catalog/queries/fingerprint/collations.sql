-- collations made
select
  'collation' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('provider', c.collprovider, 'collate', c.collcollate, 'ctype', c.collctype, 'deterministic', c.collisdeterministic, 'owner', c.collowner::regrole::text)::text as definition
from pg_collation c
cross join lateral pg_identify_object('pg_collation'::regclass, c.oid, 0) as o
where c.oid >= 16384
order by 3
