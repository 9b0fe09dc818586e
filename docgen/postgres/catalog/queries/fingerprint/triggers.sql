-- triggers that a person made
select
  'trigger' as kind,
  array[n.nspname, c.relname, g.tgname]::text[] as names,
  '' as suffix,
  jsonb_build_object('definition', pg_get_triggerdef(g.oid), 'enabled', g.tgenabled)::text as definition
from pg_trigger g
join pg_class c on c.oid = g.tgrelid
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_temp'
where not g.tgisinternal and g.oid >= 16384
order by 2
