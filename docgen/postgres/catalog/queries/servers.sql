-- foreign servers and who has a user mapping on them; the options of the mappings hold passwords and are not read
select
  s.oid,
  s.srvname as name,
  w.fdwname as wrapper,
  s.srvowner as owner,
  s.srvtype as type,
  s.srvversion as version,
  s.srvoptions as options,
  s.srvacl::text[] as acl,
  (select array_agg(m.umuser order by m.umuser) from pg_user_mappings m where m.srvid = s.oid) as mapped_roles,
  d.description as comment
from pg_foreign_server s
join pg_foreign_data_wrapper w on w.oid = s.srvfdw
left join pg_description d on d.objoid = s.oid and d.classoid = 'pg_foreign_server'::regclass and d.objsubid = 0
order by s.srvname
