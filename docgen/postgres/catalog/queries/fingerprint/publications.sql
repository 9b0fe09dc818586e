-- publications
select
  'publication' as kind,
  array[p.pubname]::text[] as names,
  '' as suffix,
  jsonb_build_object(
    'owner', p.pubowner::regrole::text, 'all tables', p.puballtables, 'operations',
    array[p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate], 'via root', p.pubviaroot
  )::text as definition
from pg_publication p
where p.oid >= 16384
order by 2
