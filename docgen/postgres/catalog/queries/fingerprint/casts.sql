-- casts
select
  'cast' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('function', c.castfunc::regprocedure::text, 'context', c.castcontext, 'method', c.castmethod)::text as definition
from pg_cast c
cross join lateral pg_identify_object('pg_cast'::regclass, c.oid, 0) as o
where c.oid >= 16384
order by 3
