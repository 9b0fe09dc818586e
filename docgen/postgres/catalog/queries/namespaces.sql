-- every schema of the database; which of them are documented is decided by name
select
  n.oid,
  n.nspname as name,
  n.nspowner as owner,
  n.nspacl::text[] as acl,
  d.description as comment
from pg_namespace n
left join pg_description d on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass and d.objsubid = 0
order by n.nspname
