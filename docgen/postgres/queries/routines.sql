-- functions, procedures, aggregates and window functions; not those of extensions, nor the constructors of ranges
select
  p.oid,
  p.pronamespace as namespace,
  p.proname as name,
  p.prokind::text as kind,
  pg_get_function_arguments(p.oid) as arguments,
  pg_get_function_identity_arguments(p.oid) as signature,
  pg_get_function_result(p.oid) as result,
  l.lanname as language,
  p.proowner as owner,
  p.proacl::text[] as acl,
  p.provolatile::text as volatility,
  p.proparallel::text as parallel,
  p.proisstrict as strict,
  p.prosecdef as security_definer,
  p.proleakproof as leakproof,
  p.proconfig as settings,
  case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end as definition,
  d.description as comment
from pg_proc p
join pg_language l on l.oid = p.prolang
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
where p.pronamespace = any(%(schemas)s::oid[])
  and not exists (
    select from pg_depend o
    where o.classid = 'pg_proc'::regclass and o.objid = p.oid and o.deptype in ('e', 'i')
  )
order by p.oid
