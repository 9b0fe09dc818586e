-- row-level security policies
select
  p.polrelid as relation,
  p.polname as name,
  p.polcmd::text as command,
  p.polpermissive as permissive,
  p.polroles as roles,
  pg_get_expr(p.polqual, p.polrelid, true) as using,
  pg_get_expr(p.polwithcheck, p.polrelid, true) as check,
  d.description as comment
from pg_policy p
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_policy'::regclass and d.objsubid = 0
where p.polrelid = any(%(relations)s::oid[])
order by p.polrelid, p.polname
