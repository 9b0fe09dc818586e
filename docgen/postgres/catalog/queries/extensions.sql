-- extensions, one row for each member: members are counted here and documented nowhere else
select
  e.extname as name,
  n.nspname as schema,
  e.extversion as version,
  c.description as comment,
  d.classid::regclass::text as class,
  d.objid as member,
  (pg_identify_object(d.classid, d.objid, d.objsubid)).type as kind
from pg_extension e
join pg_namespace n on n.oid = e.extnamespace
left join pg_depend d on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
left join pg_description c on c.objoid = e.oid and c.classoid = 'pg_extension'::regclass and c.objsubid = 0
order by e.extname, d.classid, d.objid
