-- event triggers
select
  e.oid,
  e.evtname as name,
  e.evtevent as event,
  n.nspname as function_schema,
  p.proname as function_name,
  e.evtowner as owner,
  e.evtenabled::text as enabled,
  e.evttags as tags,
  d.description as comment
from pg_event_trigger e
join pg_proc p on p.oid = e.evtfoid
join pg_namespace n on n.oid = p.pronamespace
left join pg_description d on d.objoid = e.oid and d.classoid = 'pg_event_trigger'::regclass and d.objsubid = 0
where e.evtname <> 'docgen_guard'
order by e.evtname
