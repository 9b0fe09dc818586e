-- who is a member of which role
select
  'membership' as kind,
  array[r.rolname, m.rolname]::text[] as names,
  '' as suffix,
  jsonb_build_object('admin', a.admin_option)::text as definition
from pg_auth_members a
join pg_roles r on r.oid = a.roleid
join pg_roles m on m.oid = a.member
where a.member >= 16384 and r.rolname <> 'docgen_superuser' and (
  m.rolname <> 'postgres' or not exists (select from pg_roles o where o.oid = 10 and o.rolname = 'docgen_admin')
  or a.grantor <> a.member
  and a.inherit_option -- since 16, else and false
)
order by 2
