-- rewrite rules other than a view's own
select
  r.ev_class as relation,
  r.rulename as name,
  pg_get_ruledef(r.oid, true) as definition,
  r.ev_type::text as event,
  r.ev_enabled::text as enabled,
  d.description as comment
from pg_rewrite r
left join pg_description d on d.objoid = r.oid and d.classoid = 'pg_rewrite'::regclass and d.objsubid = 0
where r.ev_class = any(%(relations)s::oid[])
  and r.rulename <> '_RETURN'
order by r.ev_class, r.rulename
