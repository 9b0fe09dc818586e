-- indexes of tables and materialized views
select
  i.indexrelid as oid,
  i.indrelid as relation,
  c.relname as name,
  am.amname as method,
  pg_get_indexdef(i.indexrelid, 0, true) as definition,
  i.indkey::int2[] as keys,
  i.indnkeyatts as key_count,
  pg_get_expr(i.indpred, i.indrelid, true) as predicate,
  i.indisunique as unique,
  i.indisprimary as primary,
  i.indnullsnotdistinct as nulls_not_distinct, -- since 15, else false
  i.indisvalid as valid,
  i.indisclustered as clustered,
  i.indisreplident as replica_identity,
  c.relispartition as inherited,
  ts.spcname as tablespace,
  targets.texts as statistics,
  d.description as comment
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join (
  select a.attrelid, array_agg(a.attnum || '=' || a.attstattarget order by a.attnum) as texts
  from pg_attribute a
  where a.attrelid in (select x.indexrelid from pg_index x where x.indrelid = any(%(relations)s::oid[]))
    and a.attstattarget >= 0
  group by a.attrelid
) targets on targets.attrelid = c.oid
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where i.indrelid = any(%(relations)s::oid[])
order by i.indrelid, c.relname
