-- this database's own attributes
select
  'database' as kind,
  array[]::text[] as names,
  'itself' as suffix,
  jsonb_build_object(
    'owner', d.datdba::regrole::text,
    'connections', d.datconnlimit,
    'privileges', array(select a::text from unnest(coalesce(d.datacl, acldefault('d', d.datdba))) as a order by a::text)
  )::text as definition
from pg_database d
where d.datname = current_database() and d.oid >= 16384
order by 3
