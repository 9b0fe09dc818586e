-- all roles: ids are turned into names here; only the roles that matter are documented
select
  r.oid,
  r.rolname as name,
  r.rolsuper as superuser,
  r.rolinherit as inherit,
  r.rolcreaterole as create_role,
  r.rolcreatedb as create_database,
  r.rolcanlogin as login,
  r.rolreplication as replication,
  r.rolbypassrls as bypass_row_security,
  r.rolconnlimit as connection_limit,
  r.rolconfig as settings,
  membership.roles,
  membership.admins,
  membership.inherits,
  membership.sets,
  d.description as comment
from pg_roles r
left join (
  select
    m.member,
    array_agg(m.roleid order by m.roleid) as roles,
    array_agg(m.admin_option order by m.roleid) as admins,
    array_agg(m.inherit_option order by m.roleid) as inherits, -- since 16, else null::bool[]
    array_agg(m.set_option order by m.roleid) as sets -- since 16, else null::bool[]
  from pg_auth_members m
  group by m.member
) membership on membership.member = r.oid
left join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
order by r.rolname
