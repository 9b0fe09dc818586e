-- comments on anything
select
  'comment' as kind,
  array[]::text[] as names,
  format('on %s %s', o.type, o.identity) as suffix,
  jsonb_build_object('text', d.description)::text as definition
from pg_description d
cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) as o
where d.objoid >= 16384 and o.identity is not null
order by 3
