-- languages
select
  'language' as kind,
  array[]::text[] as names,
  o.identity as suffix,
  jsonb_build_object('trusted', l.lanpltrusted, 'owner', l.lanowner::regrole::text, 'privileges', l.lanacl::text)::text as definition
from pg_language l
cross join lateral pg_identify_object('pg_language'::regclass, l.oid, 0) as o
where l.oid >= 16384
order by 3
