-- ALTER DEFAULT PRIVILEGES
select
  a.defaclrole as role,
  a.defaclnamespace as namespace,
  a.defaclobjtype::text as kind,
  a.defaclacl::text[] as acl
from pg_default_acl a
order by a.defaclrole, a.defaclnamespace, a.defaclobjtype
