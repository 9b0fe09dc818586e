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
  (select array_agg(r.prrelid order by r.prrelid) from pg_publication_rel r where r.prpubid = p.oid) as tables,
  (select array_agg(s.pnnspid order by s.pnnspid) from pg_publication_namespace s where s.pnpubid = p.oid) as schemas, -- since 15, else null::oid[]
  d.description as comment
from pg_publication p
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_publication'::regclass and d.objsubid = 0
order by p.pubname
