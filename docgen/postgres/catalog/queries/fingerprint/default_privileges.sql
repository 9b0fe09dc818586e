-- default privileges
select
  'default privileges' as kind,
  array[]::text[] as names,
  format('of %s%s for %s', d.defaclrole::regrole, ' in ' || n.nspname, d.defaclobjtype) as suffix,
  jsonb_build_object('privileges', array(select a::text from unnest(d.defaclacl) as a order by a::text))::text as definition
from pg_default_acl d
left join pg_namespace n on n.oid = d.defaclnamespace
where d.oid >= 16384
order by 3
