-- publications of logical replication
select
  p.pubname as name,
  p.pubowner as owner,
  p.puballtables as all_tables,
  p.pubinsert as insert,
  p.pubupdate as update,
  p.pubdelete as delete,
  p.pubtruncate as truncate,
  p.pubviaroot as via_root,
  p.pubgencols = 's' as generated_columns, -- since 18, else false
  members.relations as tables,
  members.conditions as conditions,
  members.columns as columns,
  (select array_agg(s.pnnspid order by s.pnnspid) from pg_publication_namespace s where s.pnpubid = p.oid) as schemas, -- since 15, else null::oid[]
  d.description as comment
from pg_publication p
left join lateral (
  select
    array_agg(r.prrelid order by r.prrelid) as relations,
    array_agg(pg_get_expr(r.prqual, r.prrelid, true) order by r.prrelid) as conditions, -- since 15, else null::text[]
    array_agg(listed.names order by r.prrelid) as columns
  from pg_publication_rel r
  left join lateral (
    select json_agg(a.attname order by a.attnum)::text as names
    from pg_attribute a
    where a.attrelid = r.prrelid
      and a.attnum = any(r.prattrs) -- since 15, else and false
  ) listed on true
  where r.prpubid = p.oid
) members on true
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_publication'::regclass and d.objsubid = 0
order by p.pubname
