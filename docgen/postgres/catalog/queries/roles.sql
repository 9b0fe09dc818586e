-- all roles: ids are turned into names here; only the roles that matter are documented
-- On a shadow whose migrations run as an ordinary role, docgen_admin stands in for that role where it acts as superuser,
-- the members of docgen_superuser are superusers in name, and what postgres may without having been told is left out.
select
  r.oid,
  case when r.oid = 10 and r.rolname = 'docgen_admin' then 'postgres' else r.rolname end as name,
  r.rolsuper or marked.member is not null as superuser,
  r.rolinherit as inherit,
  r.rolcreaterole as create_role,
  r.rolcreatedb as create_database,
  r.rolcanlogin as login,
  r.rolreplication or ordinary.oid is not null as replication,
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
  select p.oid
  from pg_roles p
  join pg_roles admin on admin.oid = 10 and admin.rolname = 'docgen_admin'
  where p.rolname = 'postgres'
) ordinary on ordinary.oid = r.oid
left join (
  select m.member
  from pg_auth_members m
  join pg_roles s on s.oid = m.roleid and s.rolname = 'docgen_superuser'
) marked on marked.member = r.oid
left join (
  select
    m.member,
    array_agg(m.roleid order by m.roleid) as roles,
    array_agg(m.admin_option and (admin.oid is null or p.rolname <> 'postgres') order by m.roleid) as admins,
    array_agg(m.inherit_option order by m.roleid) as inherits, -- since 16, else null::bool[]
    array_agg(m.set_option order by m.roleid) as sets -- since 16, else null::bool[]
  from pg_auth_members m
  join pg_roles s on s.oid = m.roleid and s.rolname <> 'docgen_superuser'
  left join pg_roles admin on admin.oid = 10 and admin.rolname = 'docgen_admin'
  join pg_roles p on p.oid = m.member and (
    admin.oid is null or p.rolname <> 'postgres' or m.grantor <> m.member
    and m.inherit_option -- since 16, else and false
  )
  group by m.member
) membership on membership.member = r.oid
left join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass
where r.rolname <> 'docgen_superuser'
order by r.rolname
