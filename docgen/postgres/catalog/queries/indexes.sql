-- indexes of tables and materialized views; the definition only where the other columns do not make it plain
with plain as materialized (
  -- operator classes that the server leaves out of a definition whatever the column: the default of their own type,
  -- unless another type, built in or a person's, passes for theirs and has a default of its own
  select c.oid
  from pg_opclass c
  join pg_am am on am.oid = c.opcmethod and am.amname = 'btree'
  where c.opcdefault
    and c.oid < 16384
    and c.opcname not in ('bit_ops', 'bpchar_ops', 'oid_ops', 'varbit_ops')
    and not exists (
      select from pg_opclass own
      where own.oid >= 16384 and own.opcdefault and own.opcmethod = c.opcmethod
        and (
          c.opcintype in (select t.oid from pg_type t where t.typtype = 'p')
          or exists (select from pg_cast k where k.castsource = own.opcintype and k.casttarget = c.opcintype)
        )
    )
), plain_classes as materialized (
  select used.classes
  from (select distinct i.indclass as classes from pg_index i) used
  where used.classes::oid[] <@ array(select plain.oid from plain)
), collated as materialized (
  select distinct a.attrelid as relation
  from pg_attribute a
  where a.attcollation not in (0, 100) and a.attnum > 0 and a.attrelid = any(%(relations)s::oid[])
)
select
  i.indexrelid as oid,
  i.indrelid as relation,
  c.relname as name,
  am.amname as method,
  case
    when am.amname = 'btree' and c.relkind = 'i' and c.reloptions is null
      and i.indexprs is null and i.indpred is null
      and i.indoption::int2[] <@ '{0}'
      and i.indclass in (select plain_classes.classes from plain_classes)
      and i.indcollation::oid[] <@ '{0, 100}' and i.indrelid not in (select collated.relation from collated)
    then null
    else pg_get_indexdef(i.indexrelid, 0, true)
  end as definition,
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
  -- only an expression has statistics of its own
  case when i.indexprs is not null then (
    select array_agg(a.attnum || '=' || a.attstattarget order by a.attnum)
    from pg_attribute a
    where a.attrelid = c.oid and a.attstattarget >= 0
  ) end as statistics,
  d.description as comment
from pg_index i
join pg_class c on c.oid = i.indexrelid
join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where i.indrelid = any(%(relations)s::oid[])
order by i.indrelid, c.relname
