-- tables, partitioned tables, views, materialized views and foreign tables
select
  c.oid,
  c.relowner as owner,
  c.relacl::text[] as acl,
  c.relpersistence::text as persistence,
  nullif(am.amname, 'heap') as access_method,
  ts.spcname as tablespace,
  c.reloptions as options,
  toast.reloptions as toast_options,
  c.relrowsecurity as row_security,
  c.relforcerowsecurity as force_row_security,
  c.relreplident::text as replica_identity,
  c.relispopulated as populated,
  c.relispartition as is_partition,
  case c.relkind when 'p' then pg_get_partkeydef(c.oid) end as partition_key,
  case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
  parents.oids as parents,
  of_schema.nspname as of_type_schema,
  of_type.typname as of_type_name,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as definition,
  case c.relkind when 'v' then pg_relation_is_updatable(c.oid, true) end as writable,
  server.srvname as server,
  foreign_table.ftoptions as server_options,
  d.description as comment
from pg_class c
left join pg_am am on am.oid = c.relam
left join pg_tablespace ts on ts.oid = c.reltablespace
left join pg_class toast on toast.oid = c.reltoastrelid and toast.reloptions is not null
left join (
  select i.inhrelid, array_agg(i.inhparent order by i.inhseqno) as oids
  from pg_inherits i
  where i.inhrelid = any(%(relations)s::oid[])
  group by i.inhrelid
) parents on parents.inhrelid = c.oid
left join pg_type of_type on of_type.oid = c.reloftype
left join pg_namespace of_schema on of_schema.oid = of_type.typnamespace
left join pg_foreign_table foreign_table on foreign_table.ftrelid = c.oid
left join pg_foreign_server server on server.oid = foreign_table.ftserver
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
where c.oid = any(%(relations)s::oid[])
  and c.relkind <> 'c'
order by c.oid
