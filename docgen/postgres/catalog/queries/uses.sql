-- what the parts of relations and the bodies of routines rest on; built-in objects are pinned and not in pg_depend
with dependency as materialized (
  select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
  from pg_depend d
  where d.deptype = 'n'
    and d.refobjid >= 16384
    and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
    and d.classid in (
      'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass,
      'pg_class'::regclass, 'pg_proc'::regclass
    )
), part as (
  select 'relation' as user_kind, r.ev_class as user, d.refclassid, d.refobjid, d.refobjsubid,
    case when r.rulename = '_RETURN' then 'view' else 'rule ' || r.rulename end as via
  from dependency d
  join pg_rewrite r on r.oid = d.objid
  where d.classid = 'pg_rewrite'::regclass
  union all
  select 'relation', p.polrelid, d.refclassid, d.refobjid, d.refobjsubid, 'policy ' || p.polname
  from dependency d
  join pg_policy p on p.oid = d.objid
  where d.classid = 'pg_policy'::regclass
  union all
  select 'relation', e.adrelid, d.refclassid, d.refobjid, d.refobjsubid,
    case when a.attgenerated = '' then 'default' else 'generated' end
  from dependency d
  join pg_attrdef e on e.oid = d.objid
  join pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum
  where d.classid = 'pg_attrdef'::regclass
  union all
  select 'relation', c.conrelid, d.refclassid, d.refobjid, d.refobjsubid, 'check'
  from dependency d
  join pg_constraint c on c.oid = d.objid
  where d.classid = 'pg_constraint'::regclass and c.contype = 'c' and c.conrelid <> 0
  union all
  select 'relation', i.indrelid, d.refclassid, d.refobjid, d.refobjsubid, 'index'
  from dependency d
  join pg_index i on i.indexrelid = d.objid
  where d.classid = 'pg_class'::regclass
  union all
  select 'relation', c.oid, d.refclassid, d.refobjid, d.refobjsubid, 'partition key'
  from dependency d
  join pg_class c on c.oid = d.objid
  where d.classid = 'pg_class'::regclass and d.objsubid = 0 and c.relkind = 'p' and d.refclassid = 'pg_proc'::regclass
  union all
  select 'routine', d.objid, d.refclassid, d.refobjid, d.refobjsubid,
    case when d.refclassid = 'pg_type'::regclass then 'signature' else 'body' end
  from dependency d
  where d.classid = 'pg_proc'::regclass
)
select distinct
  part.user_kind,
  part.user,
  part.via,
  case part.refclassid when 'pg_class'::regclass then 'relation' when 'pg_proc'::regclass then 'routine' else 'type' end
    as kind,
  case part.refclassid
    when 'pg_class'::regclass then part.refobjid
    when 'pg_type'::regclass then nullif(coalesce(element.typrelid, t.typrelid), 0)
  end as relation,
  n.nspname as schema,
  coalesce(p.proname, element.typname, t.typname) as name,
  part.refobjsubid as number,
  -- the columns of documented relations are known by number; "is not true" keeps the list a hash on PostgreSQL 14
  case when part.refobjsubid > 0 and (part.refobjid = any(%(relations)s::oid[])) is not true then (
    select a.attname
    from pg_attribute a
    where a.attrelid = part.refobjid and a.attnum = part.refobjsubid
  ) end as column
from part
left join pg_proc p on part.refclassid = 'pg_proc'::regclass and p.oid = part.refobjid
left join pg_type t on part.refclassid = 'pg_type'::regclass and t.oid = part.refobjid
left join pg_type element on element.oid = t.typelem and element.typarray = t.oid
left join pg_namespace n on n.oid = coalesce(p.pronamespace, element.typnamespace, t.typnamespace)
where (part.user_kind = 'routine' or part.user = any(%(relations)s::oid[]))
  and not (part.refclassid = 'pg_class'::regclass and part.user_kind = 'relation' and part.refobjid = part.user)
order by user_kind, part.user, via, kind, relation, schema, name, number
