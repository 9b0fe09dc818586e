-- types that a person made; not the row types of relations, arrays, multiranges and shells
select
  t.oid,
  t.typnamespace as namespace,
  t.typname as name,
  t.typtype::text as kind,
  t.typowner as owner,
  t.typacl::text[] as acl,
  labels.texts as labels,
  format_type(base.oid, case t.typtype when 'd' then t.typtypmod end) as base_type,
  base_schema.nspname as base_schema,
  coalesce(element.typname, base.typname) as base_name,
  t.typnotnull as not_null,
  pg_get_expr(t.typdefaultbin, 0, true) as default,
  case t.typtype
    when 'd' then nullif(t.typcollation, base.typcollation)
    when 'r' then nullif(r.rngcollation, base.typcollation)
  end as collation,
  t.typrelid as relation,
  multirange.typname as multirange,
  case t.typtype
    when 'r' then array[
      'subtype_opclass', (
        select quote_ident(cn.nspname) || '.' || quote_ident(oc.opcname)
        from pg_opclass oc
        join pg_namespace cn on cn.oid = oc.opcnamespace
        where oc.oid = r.rngsubopc and not oc.opcdefault
      ),
      'canonical', nullif(nullif(r.rngcanonical, 0)::regproc::text, '-'),
      'subtype_diff', nullif(nullif(r.rngsubdiff, 0)::regproc::text, '-')
    ]
    when 'b' then array[
      'input', t.typinput::regproc::text,
      'output', t.typoutput::regproc::text,
      'receive', nullif(t.typreceive::regproc::text, '-'),
      'send', nullif(t.typsend::regproc::text, '-'),
      'typmod_in', nullif(t.typmodin::regproc::text, '-'),
      'typmod_out', nullif(t.typmodout::regproc::text, '-'),
      'analyze', nullif(t.typanalyze::regproc::text, '-'),
      'internallength', case when t.typlen < 0 then 'variable' else t.typlen::text end,
      'passedbyvalue', case when t.typbyval then 'true' end,
      'alignment', case t.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end,
      'storage', case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end,
      'category', t.typcategory::text,
      'preferred', case when t.typispreferred then 'true' end,
      'default', t.typdefault,
      'delimiter', nullif(t.typdelim::text, ',')
    ]
  end as properties,
  d.description as comment
from pg_type t
left join pg_class c on c.oid = t.typrelid
left join pg_range r on r.rngtypid = t.oid
left join pg_type multirange on multirange.oid = r.rngmultitypid
left join pg_type base on base.oid = case t.typtype when 'd' then t.typbasetype when 'r' then r.rngsubtype end
left join pg_type element on element.oid = base.typelem and element.typarray = base.oid
left join pg_namespace base_schema on base_schema.oid = coalesce(element.typnamespace, base.typnamespace)
left join lateral (
  select array_agg(e.enumlabel::text order by e.enumsortorder) as texts
  from pg_enum e
  where e.enumtypid = t.oid
) labels on t.typtype = 'e'
left join pg_description d on d.objoid = t.oid and d.classoid = 'pg_type'::regclass and d.objsubid = 0
where t.typnamespace = any(%(schemas)s::oid[])
  and t.typisdefined
  and (
    t.typtype in ('e', 'd', 'r')
    or (t.typtype = 'c' and c.relkind = 'c')
    or (t.typtype = 'b' and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid))
  )
order by t.oid
