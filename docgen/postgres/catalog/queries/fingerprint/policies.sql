-- policies of row-level security
select
  'policy' as kind,
  array[n.nspname, c.relname, p.polname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'command', p.polcmd,
    'permissive', p.polpermissive,
    'roles', array(
      select case r when 0 then 'public' else r::regrole::text end from unnest(p.polroles) as r order by 1
    ),
    'using', pg_get_expr(p.polqual, p.polrelid),
    'check', pg_get_expr(p.polwithcheck, p.polrelid)
  ))::text as definition
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_temp'
where p.oid >= 16384
order by 2
