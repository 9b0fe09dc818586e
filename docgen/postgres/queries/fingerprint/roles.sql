-- roles of the server
select
  'role' as kind,
  array[r.rolname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'superuser', nullif(r.rolsuper, false), 'inherit', r.rolinherit, 'createrole', nullif(r.rolcreaterole, false),
    'createdb', nullif(r.rolcreatedb, false), 'login', nullif(r.rolcanlogin, false),
    'replication', nullif(r.rolreplication, false), 'bypass row security', nullif(r.rolbypassrls, false),
    'connections', nullif(r.rolconnlimit, -1), 'password', nullif(r.rolpassword is not null, false), 'valid until', r.rolvaliduntil
  ))::text as definition
from pg_authid r
where r.oid >= 16384
order by 2
