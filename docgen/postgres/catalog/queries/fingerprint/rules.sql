-- rewrite rules that a person made
select
  'rule' as kind,
  array[n.nspname, c.relname, r.rulename]::text[] as names,
  '' as suffix,
  jsonb_build_object('definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled)::text as definition
from pg_rewrite r
join pg_class c on c.oid = r.ev_class
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_temp'
where r.rulename <> '_RETURN' and r.oid >= 16384
order by 2
