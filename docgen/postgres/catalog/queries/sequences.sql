-- sequences, with the column that owns them
select
  c.oid,
  c.relowner as owner,
  c.relacl::text[] as acl,
  format_type(s.seqtypid, null) as type,
  s.seqstart as start,
  s.seqincrement as increment,
  s.seqmin as minimum,
  s.seqmax as maximum,
  s.seqcache as cache,
  s.seqcycle as cycle,
  o.refobjid as owned_by,
  a.attname as owned_by_column,
  coalesce(o.deptype = 'i', false) as identity,
  d.description as comment
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
left join pg_depend o on o.classid = 'pg_class'::regclass and o.objid = c.oid and o.objsubid = 0
  and o.refclassid = 'pg_class'::regclass and o.refobjsubid > 0 and o.deptype in ('a', 'i')
left join pg_attribute a on a.attrelid = o.refobjid and a.attnum = o.refobjsubid
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.oid = any(%(sequences)s::oid[])
order by c.oid
