-- Two event triggers that write down what every command did to the catalog, in the transaction that did it: what is
-- rolled back is not told. docgen.mark says which statement of which file is running.
create schema docgen_recorder;

create unlogged table docgen_recorder.log (
  number bigint generated always as identity,
  mark text,
  command text,
  dropped boolean,
  class oid,
  object oid,
  part int4,
  kind text,
  names text[],
  arguments text[],
  relation oid,
  relation_names text[],
  state jsonb,
  parts jsonb
);

-- The rows that this transaction wrote are no older than it: age 0, or less inside a savepoint. Called by the other one
-- alone, whose path and rights it has.
create function docgen_recorder.note_parts (of oid) returns jsonb
language plpgsql
as $body$
begin
  return jsonb_build_object(
    'column', (
      select jsonb_agg(jsonb_build_array(a.attnum, a.attname, jsonb_build_object(
        'type', format_type(a.atttypid, a.atttypmod),
        'not null', a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid),
        'identity', nullif(a.attidentity, ''),
        'generated', nullif(a.attgenerated, ''),
        'collation', nullif(a.attcollation, t.typcollation)::regcollation::text,
        'storage', nullif(a.attstorage, t.typstorage),
        'compression', nullif(a.attcompression, ''),
        'statistics', nullif(a.attstattarget, -1),
        'options', a.attoptions,
        'inherited', not a.attislocal
      )) order by a.attnum)
      from pg_attribute a
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = of and a.attnum > 0 and not a.attisdropped
        and (age(a.xmin) <= 0 or age(d.xmin) <= 0)
    ),
    'constraint', (
      select jsonb_agg(jsonb_build_array(c.oid::int8, c.conname, jsonb_build_object(
        'validated', c.convalidated, 'deferrable', c.condeferrable, 'deferred', c.condeferred,
        'inherited', not c.conislocal or c.conparentid <> 0
      )) order by c.oid)
      from pg_constraint c
      where c.conrelid = of and c.contype in ('c', 'f', 'p', 'u', 'x') and age(c.xmin) <= 0
    )
  );
end
$body$;

create function docgen_recorder.note_commands () returns event_trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $body$
declare
  one record;
  names text[];
  arguments text[];
  own jsonb;
  parts jsonb;
  relation oid;
  relation_names text[];
  kind text;
  form "char";
begin
  for one in
    select c.classid, c.objid, c.objsubid, c.command_tag, c.object_type
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null and not c.in_extension and c.schema_name is distinct from 'pg_temp'
  loop
    select a.object_names, a.object_args into names, arguments
    from pg_identify_object_as_address(one.classid, one.objid, one.objsubid) a;
    if one.object_type = 'composite type' then -- ALTER TYPE speaks of its row
      select 'pg_type'::regclass, c.reltype, 'type' into one.classid, one.objid, one.object_type
      from pg_class c
      where c.oid = one.objid;
    end if;
    own := null;
    parts := null;
    relation := null;
    relation_names := null;
    kind := one.object_type;
    if one.command_tag in ('COMMENT', 'SECURITY LABEL') then
      null;
    elsif one.classid = 'pg_class'::regclass then
      -- One short statement for each form: a long one for all would cost at every command what it does for none.
      select c.relkind into form from pg_class c where c.oid = one.objid;
      if form in ('i', 'I') then
        select
          jsonb_build_object(
            'options', c.reloptions,
            'tablespace', c.reltablespace,
            'of constraint', exists (
              select from pg_depend o
              where o.classid = 'pg_class'::regclass and o.objid = c.oid and o.refclassid = 'pg_constraint'::regclass
                and o.deptype = 'i'
            )
          ),
          i.indrelid
        into own, relation
        from pg_class c
        join pg_index i on i.indexrelid = c.oid
        where c.oid = one.objid;
      elsif form = 'S' then
        select
          jsonb_build_object(
            'type', s.seqtypid::regtype::text, 'start', s.seqstart, 'increment', s.seqincrement, 'maximum', s.seqmax,
            'minimum', s.seqmin, 'cache', s.seqcache, 'cycle', s.seqcycle, 'owner', c.relowner::regrole::text
          ),
          d.refobjid
        into own, relation
        from pg_class c
        join pg_sequence s on s.seqrelid = c.oid
        left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
          and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
        where c.oid = one.objid;
      elsif form in ('v', 'm') then
        select jsonb_build_object(
          'definition', pg_get_viewdef(c.oid), 'options', c.reloptions, 'owner', c.relowner::regrole::text
        )
        into own
        from pg_class c
        where c.oid = one.objid;
        parts := docgen_recorder.note_parts(one.objid);
      elsif form is not null then
        select jsonb_build_object(
          'owner', c.relowner::regrole::text,
          'row level security', c.relrowsecurity,
          'force row level security', c.relforcerowsecurity,
          'options', c.reloptions,
          'persistence', c.relpersistence,
          'replica identity', c.relreplident,
          'tablespace', c.reltablespace,
          'access method', c.relam,
          'parents', array(select h.inhparent::int8 from pg_inherits h where h.inhrelid = c.oid order by h.inhseqno),
          'children', array(select h.inhrelid::int8 from pg_inherits h where h.inhparent = c.oid order by h.inhrelid),
          'triggers not on origin', array(
            select t.tgname::text || ' ' || t.tgenabled::text
            from pg_trigger t
            where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'O'
            order by t.tgname
          )
        )
        into own
        from pg_class c
        where c.oid = one.objid;
        parts := docgen_recorder.note_parts(one.objid);
      end if;
    elsif one.classid = 'pg_proc'::regclass then
      select jsonb_build_object('definition', md5(p::text)) into own from pg_proc p where p.oid = one.objid;
    elsif one.classid = 'pg_policy'::regclass then
      select
        jsonb_build_object(
          'command', p.polcmd, 'permissive', p.polpermissive, 'roles', p.polroles::regrole[]::text,
          'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)
        ),
        p.polrelid
      into own, relation
      from pg_policy p
      where p.oid = one.objid;
    elsif one.classid = 'pg_trigger'::regclass then
      select
        jsonb_build_object('definition', regexp_replace(pg_get_triggerdef(t.oid), '^.*? (?=BEFORE|AFTER|INSTEAD)', '')),
        t.tgrelid
      into own, relation
      from pg_trigger t
      where t.oid = one.objid;
    elsif one.classid = 'pg_constraint'::regclass then
      select nullif(c.conrelid, 0) into relation from pg_constraint c where c.oid = one.objid;
    elsif one.classid = 'pg_rewrite'::regclass then
      select jsonb_build_object('definition', md5(r::text)), r.ev_class into own, relation
      from pg_rewrite r
      where r.oid = one.objid;
    elsif one.classid = 'pg_type'::regclass then
      select
        array[n.nspname::text, t.typname::text],
        case when t.typtype = 'd' then 'domain' else one.object_type end,
        jsonb_build_object(
          'owner', t.typowner::regrole::text,
          'type', format_type(nullif(t.typbasetype, 0), t.typtypmod),
          'not null', t.typnotnull,
          'default', t.typdefault
        ),
        case
          when t.typtype = 'e' then jsonb_build_object('enum value', (
            select jsonb_agg(jsonb_build_array(e.oid::int8, e.enumlabel, '{}'::jsonb) order by e.enumsortorder)
            from pg_enum e
            where e.enumtypid = t.oid and age(e.xmin) <= 0
          ))
          when t.typtype = 'c' then jsonb_build_object('attribute', docgen_recorder.note_parts(t.typrelid) -> 'column')
          when t.typtype = 'd' then jsonb_build_object('domain constraint', (
            select jsonb_agg(jsonb_build_array(c.oid::int8, c.conname, jsonb_build_object(
              'validated', c.convalidated
            )) order by c.oid)
            from pg_constraint c
            where c.contypid = t.oid and c.contype = 'c' and age(c.xmin) <= 0
          ))
        end
      into names, kind, own, parts
      from pg_type t
      join pg_namespace n on n.oid = t.typnamespace
      where t.oid = one.objid;
    end if;
    if relation is not null then
      select array[n.nspname::text, c.relname::text] into relation_names
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.oid = relation;
    end if;
    insert into docgen_recorder.log
      (mark, command, dropped, class, object, part, kind, names, arguments, relation, relation_names, state, parts)
    values (
      current_setting('docgen.mark', true), one.command_tag, false, one.classid, one.objid, one.objsubid, kind,
      names, arguments, relation, relation_names, own, parts
    );
  end loop;
exception
  when others then -- the migration must not fail for it: its record is given up
    insert into docgen_recorder.log (mark, command) values (current_setting('docgen.mark', true), 'lost');
end
$body$;

create function docgen_recorder.note_drops () returns event_trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $body$
begin
  insert into docgen_recorder.log (mark, command, dropped, class, object, part, kind, names, arguments, state)
  select
    current_setting('docgen.mark', true), tg_tag, true, d.classid, d.objid, d.objsubid, d.object_type,
    d.address_names, d.address_args, jsonb_build_object('original', d.original)
  from pg_event_trigger_dropped_objects() d
  where not d.is_temporary;
exception
  when others then
    insert into docgen_recorder.log (mark, command) values (current_setting('docgen.mark', true), 'lost');
end
$body$;

-- They run whatever the files set, replication roles too.
create event trigger docgen_recorder_commands on ddl_command_end execute function docgen_recorder.note_commands();
alter event trigger docgen_recorder_commands enable always;
create event trigger docgen_recorder_drops on sql_drop execute function docgen_recorder.note_drops();
alter event trigger docgen_recorder_drops enable always;
