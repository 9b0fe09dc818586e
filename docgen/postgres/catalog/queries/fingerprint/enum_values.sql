-- labels of enums, their order left out: that is one of their type
select
  'enum value' as kind,
  array[n.nspname, t.typname, e.enumlabel]::text[] as names,
  '' as suffix,
  '{}' as definition
from pg_enum e
join pg_type t on t.oid = e.enumtypid
join pg_namespace n on n.oid = t.typnamespace
where e.oid >= 16384
order by 2
