-- constraints of tables and domains; NOT NULL belongs to the column, a constraint trigger to the triggers
select
  c.oid,
  c.conrelid as relation,
  c.contypid as domain,
  c.conname as name,
  c.contype::text as kind,
  c.condeferrable as deferrable,
  c.condeferred as initially_deferred,
  c.convalidated as validated,
  c.conenforced as enforced, -- since 18, else true
  c.conperiod as period, -- since 18, else false
  c.conindid as index,
  not c.conislocal as inherited,
  c.connoinherit as no_inherit,
  c.conkey as columns,
  c.confrelid as referenced,
  c.confkey as referenced_numbers,
  -- the columns of documented relations are known by number; "is not true" keeps the list a hash on PostgreSQL 14
  case when c.contype = 'f' and (c.confrelid = any(%(relations)s::oid[])) is not true then (
    select array_agg(a.attname::text order by k.position)
    from unnest(c.confkey) with ordinality k(number, position)
    join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.number
  ) end as referenced_columns,
  c.confupdtype::text as on_update,
  c.confdeltype::text as on_delete,
  c.confdelsetcols as set_columns, -- since 15, else null::int2[]
  c.confmatchtype::text as match,
  -- keys without rare options are written from the other columns: asking for each costs more than all the rest
  case when c.contype not in ('p', 'u', 'f')
    or c.conperiod -- since 18
    or c.confdelsetcols is not null -- since 15
    then pg_get_constraintdef(c.oid, true)
  end as definition,
  d.description as comment
from pg_constraint c
left join pg_constraint parent on parent.oid = c.conparentid
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_constraint'::regclass and d.objsubid = 0
where (c.conrelid = any(%(relations)s::oid[]) or (c.conrelid = 0 and c.connamespace = any(%(schemas)s::oid[])))
  and c.contype in ('p', 'u', 'f', 'c', 'x')
  -- a foreign key to a partitioned table has a hidden copy for each partition, on the same table
  and (parent.oid is null or parent.conrelid <> c.conrelid)
order by c.conrelid, c.contypid, c.conname
