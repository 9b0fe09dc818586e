-- event triggers
select
  'event trigger' as kind,
  array[e.evtname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'event', e.evtevent, 'function', e.evtfoid::regprocedure::text, 'enabled', e.evtenabled, 'tags', e.evttags,
    'owner', e.evtowner::regrole::text
  ))::text as definition
from pg_event_trigger e
where e.oid >= 16384 and e.evtname <> 'docgen_guard'
order by 2
