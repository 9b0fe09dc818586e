-- extended statistics
select
  'statistics' as kind,
  array[n.nspname, s.stxname]::text[] as names,
  '' as suffix,
  jsonb_build_object(
    'definition', pg_get_statisticsobjdef(s.oid), 'owner', s.stxowner::regrole::text, 'target', s.stxstattarget
  )::text as definition
from pg_statistic_ext s
join pg_namespace n on n.oid = s.stxnamespace
where s.oid >= 16384
order by 2
