-- extended statistics
select
  s.stxrelid as relation,
  n.nspname as schema,
  s.stxname as name,
  pg_get_statisticsobjdef(s.oid) as definition,
  s.stxowner as owner,
  nullif(s.stxstattarget, -1)::int as target,
  d.description as comment
from pg_statistic_ext s
join pg_namespace n on n.oid = s.stxnamespace
left join pg_description d on d.objoid = s.oid and d.classoid = 'pg_statistic_ext'::regclass and d.objsubid = 0
where s.stxrelid = any(%(relations)s::oid[])
order by s.stxrelid, n.nspname, s.stxname
