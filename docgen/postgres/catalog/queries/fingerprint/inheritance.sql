-- which table inherits from which, or is its partition
select
  'inheritance' as kind,
  array[n.nspname, c.relname]::text[] as names,
  format(' from %s', i.inhparent::regclass) as suffix,
  jsonb_build_object('order', i.inhseqno)::text as definition
from pg_inherits i
join pg_class c on c.oid = i.inhrelid and c.relkind in ('r', 'p', 'f')
join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^pg_temp'
where i.inhrelid >= 16384
order by 2, 3
