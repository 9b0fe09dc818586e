-- operators
select
  'operator' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('function', p.oprcode::text, 'restrict', p.oprrest::text, 'join', p.oprjoin::text, 'hashes', p.oprcanhash, 'merges', p.oprcanmerge)::text as definition
from pg_operator p
cross join lateral pg_identify_object('pg_operator'::regclass, p.oid, 0) as o
where p.oid >= 16384
order by 3
