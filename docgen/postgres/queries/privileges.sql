-- the catalogs that the connecting role may not read: what a query needs and may not read is named, not an error
select c.relname as name
from pg_class c
where c.relnamespace = 'pg_catalog'::regnamespace
  and c.relname = any(%(catalogs)s)
  and not has_any_column_privilege(c.oid, 'select')
order by c.relname
