-- tables, views, sequences, foreign tables and composite types; columns and the rest hang on them in their own files
select
  case c.relkind
    when 'v' then 'view'
    when 'm' then 'materialized view'
    when 'S' then 'sequence'
    when 'f' then 'foreign table'
    when 'c' then 'composite type'
    else 'table'
  end as kind,
  array[n.nspname, c.relname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'form', c.relkind,
    'persistence', c.relpersistence,
    'owner', c.relowner::regrole::text,
    'privileges', array(select a::text from unnest(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))) as a order by a::text),
    'options', (select array_agg(o order by o) from unnest(c.reloptions) as o),
    'row security', nullif(c.relrowsecurity, false),
    'forced row security', nullif(c.relforcerowsecurity, false),
    'replica identity', nullif(c.relreplident, 'd'),
    'access method', a.amname,
    'tablespace', t.spcname,
    'type', (case when c.reloftype <> 0 then c.reloftype::regtype::text end),
    'partition key', (case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end),
    'partition bound', pg_get_expr(c.relpartbound, c.oid),
    'query', (case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end),
    'populated', (case when c.relkind = 'm' then c.relispopulated end),
    'sequence', (case when s.seqrelid is not null then jsonb_build_array(
      s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle
    ) end),
    'owned by', (case when c.relkind = 'S' then (
      select format('%s.%I', w.refobjid::regclass, k.attname)
      from pg_depend w
      join pg_attribute k on k.attrelid = w.refobjid and k.attnum = w.refobjsubid
      where w.classid = 'pg_class'::regclass and w.objid = c.oid and w.deptype in ('a', 'i')
        and w.refclassid = 'pg_class'::regclass
    ) end),
    'server', v.srvname,
    'foreign options', f.ftoptions,
    'columns', (case when c.relkind <> 'S' then (
      select array_agg(k.attname order by k.attnum)
      from pg_attribute k
      where k.attrelid = c.oid and k.attnum > 0 and not k.attisdropped
    ) end)
  ))::text as definition
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_am a on a.oid = c.relam
left join pg_tablespace t on t.oid = c.reltablespace
left join pg_sequence s on s.seqrelid = c.oid
left join pg_foreign_table f on f.ftrelid = c.oid
left join pg_foreign_server v on v.oid = f.ftserver
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
  and n.nspname !~ '^pg_(temp|toast)'
  and c.oid in (
    select one.oid from pg_class one where one.oid >= 16384
    union all select rule.ev_class from pg_rewrite rule where rule.oid >= 16384
    union all select place.seqrelid from pg_sequence place where place.seqrelid >= 16384
    union all select abroad.ftrelid from pg_foreign_table abroad where abroad.ftrelid >= 16384
  )
order by 2
