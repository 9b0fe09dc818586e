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
  -- the server has no function that writes an aggregate's definition
  case when p.prokind <> 'a' then pg_get_functiondef(p.oid) else (
    select concat(
      'CREATE OR REPLACE AGGREGATE ', quote_ident(n.nspname), '.', quote_ident(p.proname),
      '(', coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'), e') (\n  SFUNC = ', a.aggtransfn,
      e',\n  STYPE = ', format_type(a.aggtranstype, null),
      e',\n  SSPACE = ' || nullif(a.aggtransspace, 0),
      e',\n  FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),
      case when a.aggfinalextra then e',\n  FINALFUNC_EXTRA' end,
      case a.aggfinalmodify when 's' then e',\n  FINALFUNC_MODIFY = SHAREABLE'
        when 'w' then case a.aggkind when 'n' then e',\n  FINALFUNC_MODIFY = READ_WRITE' end
        else case a.aggkind when 'n' then null else e',\n  FINALFUNC_MODIFY = READ_ONLY' end end,
      e',\n  COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),
      e',\n  SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
      e',\n  DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),
      e',\n  INITCOND = ' || quote_literal(a.agginitval),
      e',\n  MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
      e',\n  MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
      e',\n  MSTYPE = ' || format_type(nullif(a.aggmtranstype, 0), null),
      e',\n  MSSPACE = ' || nullif(a.aggmtransspace, 0),
      e',\n  MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'),
      case when a.aggmfinalextra then e',\n  MFINALFUNC_EXTRA' end,
      e',\n  MINITCOND = ' || quote_literal(a.aggminitval),
      (select concat(e',\n  SORTOP = OPERATOR(', quote_ident(os.nspname), '.', o.oprname, ')')
        from pg_operator o join pg_namespace os on os.oid = o.oprnamespace where o.oid = a.aggsortop),
      case p.proparallel when 's' then e',\n  PARALLEL = SAFE' when 'r' then e',\n  PARALLEL = RESTRICTED' end,
      case a.aggkind when 'h' then e',\n  HYPOTHETICAL' end,
      e'\n)'
    )
    from pg_aggregate a join pg_namespace n on n.oid = p.pronamespace where a.aggfnoid = p.oid
  ) end as definition,
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
