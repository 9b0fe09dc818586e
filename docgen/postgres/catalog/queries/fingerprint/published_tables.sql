-- tables in publications
select
  'published table' as kind,
  array[p.pubname, n.nspname, c.relname]::text[] as names,
  '' as suffix,
  '{}' as definition
from pg_publication_rel r
join pg_publication p on p.oid = r.prpubid
join pg_class c on c.oid = r.prrelid
join pg_namespace n on n.oid = c.relnamespace
where r.oid >= 16384
order by 2
