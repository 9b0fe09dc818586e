-- columns of relations and attributes of composite types; what equals the type's own setting is null
select
  a.attrelid as relation,
  a.attnum as number,
  a.attname as name,
  a.atttypid as type,
  a.atttypmod as modifier,
  a.attnotnull as not_null,
  pg_get_expr(e.adbin, e.adrelid, true) as default,
  nullif(a.attidentity, '')::text as identity,
  nullif(a.attgenerated, '')::text as generated,
  nullif(a.attcollation, t.typcollation) as collation,
  nullif(a.attstorage, t.typstorage)::text as storage,
  nullif(a.attcompression, '')::text as compression,
  nullif(a.attstattarget, -1)::int as statistics,
  a.attoptions as options,
  a.attfdwoptions as foreign_options,
  not a.attislocal as inherited,
  a.attacl::text[] as acl,
  named.conname as not_null_constraint, -- since 18, else null::text
  coalesce(named.convalidated, true) as not_null_validated, -- since 18, else true
  d.description as comment
from pg_attribute a
join pg_type t on t.oid = a.atttypid
left join pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
left join pg_description d on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
-- the server names a NOT NULL constraint <table>_<column>_not_null; the name outlives a renaming of the table and is
-- handed down to partitions, so its end tells whether a person chose it
left join pg_constraint named on named.contype = 'n' -- since 18
  and named.conrelid = a.attrelid and named.conkey[1] = a.attnum -- since 18
  and (not named.convalidated or right(rtrim(named.conname, '0123456789'), 9) <> '_not_null') -- since 18
where a.attrelid = any(%(relations)s::oid[])
  and a.attnum > 0
  and not a.attisdropped
order by a.attrelid, a.attnum
