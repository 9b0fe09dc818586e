-- defaults and generation expressions of columns
select
  'default' as kind,
  array[n.nspname, c.relname, a.attname]::text[] as names,
  '' as suffix,
  jsonb_build_object('expression', pg_get_expr(d.adbin, d.adrelid))::text as definition
from pg_attrdef d
join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
join pg_class c on c.oid = d.adrelid
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_temp'
where d.oid >= 16384
order by 2
