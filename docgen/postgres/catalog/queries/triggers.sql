-- triggers that a person made, and their clones on partitions
select
  t.tgrelid as relation,
  t.tgname as name,
  pg_get_triggerdef(t.oid, true) as definition,
  n.nspname as function_schema,
  p.proname as function_name,
  t.tgtype as type,
  t.tgattr::int2[] as columns,
  t.tgenabled::text as enabled,
  t.tgconstraint <> 0 as constraint,
  t.tgparentid <> 0 as inherited,
  d.description as comment
from pg_trigger t
join pg_proc p on p.oid = t.tgfoid
join pg_namespace n on n.oid = p.pronamespace
left join pg_constraint c on c.oid = t.tgconstraint
left join pg_description d on d.objoid = t.oid and d.classoid = 'pg_trigger'::regclass and d.objsubid = 0
where t.tgrelid = any(%(relations)s::oid[])
  -- PostgreSQL 14 marks clones as internal; those of a foreign key hang on its constraint, on every version
  and (not t.tgisinternal or (t.tgparentid <> 0 and coalesce(c.contype, 't') = 't'))
order by t.tgrelid, t.tgname
