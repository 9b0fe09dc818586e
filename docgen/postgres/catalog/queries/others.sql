-- objects of rare kinds, one shape for all: properties are names and values in turn, a value that is null says nothing;
-- an object without a schema counts if one of the schemas of its types does, or if it has none
with made as (
  select 'access method' as kind, 'pg_am' as class, a.oid, null::oid as namespace, a.amname::text as name,
    '' as signature, null::oid as owner, null::text[] as acl, null::oid[] as namespaces,
    array['type', case a.amtype when 'i' then 'index' else 'table' end, 'handler', a.amhandler::regproc::text]
      as properties
  from pg_am a
  union all
  select 'cast', 'pg_cast', c.oid, null, format_type(c.castsource, null) || ' as ' || format_type(c.casttarget, null),
    '', null, null, array[s.typnamespace, t.typnamespace],
    array[
      'with', case c.castmethod
        when 'f' then 'function ' || c.castfunc::regprocedure::text when 'i' then 'inout' else 'without function'
      end,
      'as', case c.castcontext when 'a' then 'assignment' when 'i' then 'implicit' end
    ]
  from pg_cast c
  join pg_type s on s.oid = c.castsource
  join pg_type t on t.oid = c.casttarget
  union all
  select 'conversion', 'pg_conversion', c.oid, c.connamespace, c.conname, '', c.conowner, null, null,
    array[
      'for', pg_encoding_to_char(c.conforencoding), 'to', pg_encoding_to_char(c.contoencoding),
      'from', c.conproc::regproc::text, 'default', case when c.condefault then 'true' end
    ]
  from pg_conversion c
  union all
  select 'foreign data wrapper', 'pg_foreign_data_wrapper', w.oid, null, w.fdwname, '', w.fdwowner, w.fdwacl::text[], null,
    array[
      'handler', nullif(w.fdwhandler, 0)::regproc::text, 'validator', nullif(w.fdwvalidator, 0)::regproc::text,
      'options', array_to_string(w.fdwoptions, chr(10))
    ]
  from pg_foreign_data_wrapper w
  union all
  select 'language', 'pg_language', l.oid, null, l.lanname, '', l.lanowner, l.lanacl::text[], null,
    array[
      'trusted', case when l.lanpltrusted then 'true' end, 'handler', nullif(l.lanplcallfoid, 0)::regproc::text,
      'inline', nullif(l.laninline, 0)::regproc::text, 'validator', nullif(l.lanvalidator, 0)::regproc::text
    ]
  from pg_language l
  union all
  select 'operator', 'pg_operator', o.oid, o.oprnamespace, o.oprname,
    concat_ws(', ', case when o.oprleft = 0 then 'none' else format_type(o.oprleft, null) end, format_type(o.oprright, null)),
    o.oprowner, null, null,
    array[
      'function', o.oprcode::regproc::text, 'result', format_type(o.oprresult, null),
      'commutator', nullif(o.oprcom, 0)::regoperator::text, 'negator', nullif(o.oprnegate, 0)::regoperator::text,
      'restrict', nullif(nullif(o.oprrest, 0)::regproc::text, '-'), 'join', nullif(nullif(o.oprjoin, 0)::regproc::text, '-'),
      'hashes', case when o.oprcanhash then 'true' end, 'merges', case when o.oprcanmerge then 'true' end
    ]
  from pg_operator o
  where o.oprcode <> 0
  union all
  select 'operator class', 'pg_opclass', c.oid, c.opcnamespace, c.opcname, 'using ' || am.amname, c.opcowner, null, null,
    array[
      'for type', format_type(c.opcintype, null), 'default', case when c.opcdefault then 'true' end,
      'family', case when (f.opfname, f.opfnamespace) is distinct from (c.opcname, c.opcnamespace)
        then quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) end,
      'operators', (
        select string_agg(
          m.amopstrategy || ' ' || m.amopopr::regoperator::text
            || coalesce(' for order by ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname), ''),
          ', ' order by m.amopstrategy
        )
        from pg_amop m
        left join pg_opfamily s on s.oid = m.amopsortfamily
        left join pg_namespace sn on sn.oid = s.opfnamespace
        where m.amopfamily = c.opcfamily and m.amoplefttype = c.opcintype and m.amoprighttype = c.opcintype
      ),
      'functions', (
        select string_agg(m.amprocnum || ' ' || m.amproc::oid::regprocedure::text, ', ' order by m.amprocnum)
        from pg_amproc m
        where m.amprocfamily = c.opcfamily and m.amproclefttype = c.opcintype and m.amprocrighttype = c.opcintype
      ),
      'storage', case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end
    ]
  from pg_opclass c
  join pg_am am on am.oid = c.opcmethod
  join pg_opfamily f on f.oid = c.opcfamily
  join pg_namespace fn on fn.oid = f.opfnamespace
  where c.oid >= 16384
  union all
  -- the family that a class was made with is told by the class, unless more was put into it
  select 'operator family', 'pg_opfamily', f.oid, f.opfnamespace, f.opfname, 'using ' || am.amname, f.opfowner, null, null,
    array['operators', loose.operators, 'functions', loose.functions]
  from pg_opfamily f
  join pg_am am on am.oid = f.opfmethod
  cross join lateral (
    select
      (
        select string_agg(
          m.amopstrategy || ' ' || m.amopopr::regoperator::text
            || coalesce(' for order by ' || quote_ident(sn.nspname) || '.' || quote_ident(s.opfname), ''),
          ', ' order by m.amopstrategy, m.amopopr::regoperator::text
        )
        from pg_amop m
        left join pg_opfamily s on s.oid = m.amopsortfamily
        left join pg_namespace sn on sn.oid = s.opfnamespace
        where m.amopfamily = f.oid and not exists (
          select from pg_opclass c
          where c.opcfamily = f.oid and c.opcintype = m.amoplefttype and c.opcintype = m.amoprighttype
        )
      ) as operators,
      (
        select string_agg(
          m.amprocnum || ' (' || format_type(m.amproclefttype, null) || ', ' || format_type(m.amprocrighttype, null) || ') '
            || m.amproc::oid::regprocedure::text,
          ', ' order by m.amprocnum, format_type(m.amproclefttype, null), format_type(m.amprocrighttype, null)
        )
        from pg_amproc m
        where m.amprocfamily = f.oid and not exists (
          select from pg_opclass c
          where c.opcfamily = f.oid and c.opcintype = m.amproclefttype and c.opcintype = m.amprocrighttype
        )
      ) as functions
  ) loose
  where f.oid >= 16384
    and (
      loose.operators is not null
      or loose.functions is not null
      or not exists (
        select from pg_opclass c
        where c.opcfamily = f.oid and c.opcname = f.opfname and c.opcnamespace = f.opfnamespace
      )
    )
  union all
  select 'subscription', 'pg_subscription', s.oid, null, s.subname, '', s.subowner, null, null,
    array[
      'publications', array_to_string(s.subpublications, ', '), 'enabled', case when s.subenabled then 'true' else 'false' end,
      'slot_name', s.subslotname::text, 'synchronous_commit', nullif(s.subsynccommit, 'off'),
      'binary', case when s.subbinary then 'true' end,
      'streaming', case s.substream::text when 't' then 'on' when 'true' then 'on' when 'p' then 'parallel' end,
      'two_phase', nullif(s.subtwophasestate::text, 'd'), -- since 15
      'disable_on_error', case when s.subdisableonerr then 'true' end, -- since 15
      'origin', nullif(s.suborigin, 'any'), -- since 16
      'password_required', case when not s.subpasswordrequired then 'false' end, -- since 16
      'run_as_owner', case when s.subrunasowner then 'true' end, -- since 16
      'failover', case when s.subfailover then 'true' end, -- since 17
      null, null
    ]
  from pg_subscription s
  where s.subdbid = (select d.oid from pg_database d where d.datname = current_database())
  union all
  select 'text search configuration', 'pg_ts_config', c.oid, c.cfgnamespace, c.cfgname, '', c.cfgowner, null, null,
    array['parser', quote_ident(pn.nspname) || '.' || quote_ident(p.prsname)] || coalesce((
      select array_agg(word order by mapping.alias, position)
      from (
        select t.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
        from pg_ts_config_map m
        join ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
        where m.mapcfg = c.oid
        group by t.alias
      ) mapping
      cross join lateral unnest(array['mapping for ' || mapping.alias, mapping.dictionaries]) with ordinality w(word, position)
    ), '{}')
  from pg_ts_config c
  join pg_ts_parser p on p.oid = c.cfgparser
  join pg_namespace pn on pn.oid = p.prsnamespace
  where c.oid >= 16384
  union all
  select 'text search dictionary', 'pg_ts_dict', t.oid, t.dictnamespace, t.dictname, '', t.dictowner, null, null,
    array['template', quote_ident(tn.nspname) || '.' || quote_ident(template.tmplname), 'options', t.dictinitoption]
  from pg_ts_dict t
  join pg_ts_template template on template.oid = t.dicttemplate
  join pg_namespace tn on tn.oid = template.tmplnamespace
  union all
  select 'text search parser', 'pg_ts_parser', p.oid, p.prsnamespace, p.prsname, '', null, null, null,
    array[
      'start', p.prsstart::regproc::text, 'gettoken', p.prstoken::regproc::text, 'end', p.prsend::regproc::text,
      'lextypes', p.prslextype::regproc::text, 'headline', nullif(p.prsheadline::regproc::text, '-')
    ]
  from pg_ts_parser p
  union all
  select 'text search template', 'pg_ts_template', t.oid, t.tmplnamespace, t.tmplname, '', null, null, null,
    array['init', nullif(t.tmplinit::regproc::text, '-'), 'lexize', t.tmpllexize::regproc::text]
  from pg_ts_template t
  union all
  select 'transform', 'pg_transform', t.oid, null, 'for ' || format_type(t.trftype, null) || ' language ' || l.lanname, '',
    null, null, array[ty.typnamespace],
    array['from sql', nullif(t.trffromsql::regproc::text, '-'), 'to sql', nullif(t.trftosql::regproc::text, '-')]
  from pg_transform t
  join pg_type ty on ty.oid = t.trftype
  join pg_language l on l.oid = t.trflang
  union all
  -- what is there and not read: one and many of it, and how many there are
  select 'not read', 'pg_class', null, null, counted.one, counted.many, null, null, null, array[counted.number::text]
  from (
    select 'security label' as one, 'security labels' as many, count(*) as number
    from pg_seclabel l
    union all
    select 'large object', 'large objects', count(*)
    from pg_largeobject_metadata m
    union all
    select 'setting of the database', 'settings of the database', coalesce(sum(cardinality(s.setconfig)), 0)
    from pg_db_role_setting s
    where s.setdatabase = (select d.oid from pg_database d where d.datname = current_database())
  ) counted
  where counted.number > 0
)
select
  made.kind, made.class, made.oid, made.namespace, made.name, made.signature, made.owner, made.acl, made.namespaces,
  made.properties, coalesce(d.description, shared.description) as comment
from made
left join pg_description d on d.objoid = made.oid and d.classoid = ('pg_catalog.' || made.class)::regclass and d.objsubid = 0
left join pg_shdescription shared on shared.objoid = made.oid
  and shared.classoid = ('pg_catalog.' || made.class)::regclass and made.kind = 'subscription'
where (made.oid >= 16384 or made.oid is null)
  -- a range type brings the cast to its multirange along
  and not exists (
    select from pg_depend i
    where i.classid = ('pg_catalog.' || made.class)::regclass and i.objid = made.oid and i.deptype = 'i'
      and made.kind = 'cast'
  )
order by made.kind, made.namespace, made.name, made.signature, made.oid
