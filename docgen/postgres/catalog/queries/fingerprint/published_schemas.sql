-- schemas in publications
select
  'published schema' as kind,
  array[p.pubname, n.nspname]::text[] as names,
  '' as suffix,
  '{}' as definition
from pg_publication_namespace r
join pg_publication p on p.oid = r.pnpubid
join pg_namespace n on n.oid = r.pnnspid
where r.oid >= 16384
order by 2
