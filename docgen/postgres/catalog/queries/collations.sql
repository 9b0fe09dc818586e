-- all collations: ids are turned into names here; only those that a person made are documented
select
  c.oid,
  n.nspname as schema,
  c.collname as name,
  c.collprovider::text as provider,
  c.colllocale as locale, -- since 17, else c.colliculocale -- since 15, else null::text
  c.collcollate as collate,
  c.collctype as ctype,
  c.collowner as owner,
  c.collisdeterministic as deterministic,
  d.description as comment
from pg_collation c
join pg_namespace n on n.oid = c.collnamespace
left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_collation'::regclass and d.objsubid = 0
where n.nspname <> 'pg_catalog' or c.collname in ('default', 'C', 'POSIX', 'ucs_basic', 'unicode')
order by n.nspname, c.collname
