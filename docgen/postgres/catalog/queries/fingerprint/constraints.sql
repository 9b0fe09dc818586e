-- constraints of tables and domains; NOT NULL is told with its column
select
  'constraint' as kind,
  array[n.nspname, coalesce(c.relname, t.typname), k.conname]::text[] as names,
  '' as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid),
    'validated', nullif(k.convalidated, true),
    'inherited', nullif(k.conparentid <> 0 or not k.conislocal, false)
  ))::text as definition
from pg_constraint k
left join pg_class c on c.oid = k.conrelid
left join pg_type t on t.oid = k.contypid
join pg_namespace n on n.oid = coalesce(c.relnamespace, t.typnamespace) and n.nspname !~ '^pg_temp'
where k.contype <> 'n' and k.oid >= 16384
order by 2
