-- functions, procedures and aggregates
select
  case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind,
  array[n.nspname, p.proname]::text[] as names,
  format('(%s)', pg_get_function_identity_arguments(p.oid)) as suffix,
  jsonb_strip_nulls(jsonb_build_object(
    'definition', (case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end),
    'owner', p.proowner::regrole::text,
    'privileges', array(select a::text from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) as a order by a::text),
    'result', (case when p.prokind = 'a' then pg_get_function_result(p.oid) end),
    'state', (case when a.aggfnoid is not null then jsonb_build_array(
      a.aggtransfn::text, a.aggfinalfn::text, a.aggcombinefn::text, a.aggtranstype::regtype::text, a.agginitval
    ) end)
  ))::text as definition
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace and n.nspname !~ '^pg_temp'
left join pg_aggregate a on a.aggfnoid = p.oid
where p.oid >= 16384
order by 2, 3
