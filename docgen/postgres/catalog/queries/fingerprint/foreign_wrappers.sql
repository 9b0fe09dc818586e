-- foreign wrappers
select
  'foreign-data wrapper' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('options', w.fdwoptions, 'owner', w.fdwowner::regrole::text, 'privileges', w.fdwacl::text)::text as definition
from pg_foreign_data_wrapper w
cross join lateral pg_identify_object('pg_foreign_data_wrapper'::regclass, w.oid, 0) as o
where w.oid >= 16384
order by 3
