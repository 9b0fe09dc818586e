-- how the types of all columns are written, once each; the name leads to the element's page when it is not built in
select
  u.type,
  u.modifier,
  format_type(u.type, u.modifier) as text,
  n.nspname as schema,
  coalesce(element.typname, t.typname) as name
from (
  select distinct a.atttypid as type, a.atttypmod as modifier
  from pg_attribute a
  where a.attrelid = any(%(relations)s::oid[])
    and a.attnum > 0
    and not a.attisdropped
) u
join pg_type t on t.oid = u.type
left join pg_type element on element.oid = t.typelem and element.typarray = t.oid
join pg_namespace n on n.oid = coalesce(element.typnamespace, t.typnamespace)
order by u.type, u.modifier
