-- enums, domains, ranges and base types
select
  case t.typtype when 'd' then 'domain' else 'type' end as kind,
  array[n.nspname, t.typname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'form', t.typtype,
    'owner', t.typowner::regrole::text,
    'privileges', array(select a::text from unnest(coalesce(t.typacl, acldefault('T', t.typowner))) as a order by a::text),
    'base', (case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end),
    'not null', nullif(t.typnotnull, false),
    'default', t.typdefault,
    'collation', (case when t.typtype = 'd' and t.typcollation <> 0 then t.typcollation::regcollation::text end),
    'input', (case when t.typtype = 'b' then t.typinput::text end),
    'range of', (case when g.rngtypid is not null then format_type(g.rngsubtype, null) end),
    'labels', (case when t.typtype = 'e' then (
      select coalesce(array_agg(l.enumlabel order by l.enumsortorder), '{}') from pg_enum l where l.enumtypid = t.oid
    ) end)
  ))::text as definition
from pg_type t
join pg_namespace n on n.oid = t.typnamespace and n.nspname !~ '^pg_(temp|toast)'
left join pg_range g on g.rngtypid = t.oid
where t.typtype in ('b', 'd', 'e', 'r') and t.typelem = 0 and t.oid >= 16384
order by 2
