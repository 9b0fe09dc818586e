-- roles of the server
select
  'role' as kind,
  array[r.rolname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'superuser', nullif(r.rolsuper or exists (
      select
      from pg_auth_members m
      join pg_roles s on s.oid = m.roleid and s.rolname = 'docgen_superuser'
      where m.member = r.oid
    ), false), 'inherit', r.rolinherit, 'createrole', nullif(r.rolcreaterole, false),
    'createdb', nullif(r.rolcreatedb, false), 'login', nullif(r.rolcanlogin, false),
    'replication', nullif(r.rolreplication, false), 'bypass row security', nullif(r.rolbypassrls, false),
    'connections', nullif(r.rolconnlimit, -1), 'password', nullif(r.rolpassword is not null, false), 'valid until', r.rolvaliduntil
  ))::text as definition
from pg_authid r
where r.oid >= 16384 and r.rolname not in ('docgen_admin', 'docgen_superuser')
order by 2
