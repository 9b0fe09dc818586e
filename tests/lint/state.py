"""The state of a database by identity: every object with its definition, and every row."""

from __future__ import annotations

from typing import Any

import psycopg

_OBJECTS = """
select 'column', c.oid::regclass::text, a.attname::text, concat_ws('|', format_type(a.atttypid, a.atttypmod),
       a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation,
       (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum),
       a.attoptions, a.attstattarget, a.attinhcount)
from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.oid >= 16384 and a.attnum > 0 and not a.attisdropped and c.relnamespace <> 'pg_toast'::regnamespace
union all
select 'relation', c.oid::regclass::text, c.relkind::text, concat_ws('|', c.relpersistence, c.relrowsecurity,
       c.relforcerowsecurity, c.reloptions, c.relreplident, c.relowner::regrole, c.relacl, c.reloftype::regtype,
       pg_get_expr(c.relpartbound, c.oid),
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
       case when c.relkind in ('i', 'I') then pg_get_indexdef(c.oid) end)
from pg_class c where c.oid >= 16384 and c.relkind <> 't' and c.relnamespace <> 'pg_toast'::regnamespace
union all
select 'constraint', conrelid::regclass::text, conname,
       pg_get_constraintdef(oid) || convalidated::text || contypid::regtype::text
from pg_constraint where oid >= 16384
union all
select 'index', indexrelid::regclass::text, '', concat_ws('|', indisvalid, indisunique, indisprimary, indisreplident)
from pg_index where indexrelid >= 16384 and indrelid <> 0
  and (select relnamespace from pg_class where oid = indexrelid) <> 'pg_toast'::regnamespace
union all
select 'type', t.oid::regtype::text, typtype::text, concat_ws('|', typnotnull, typdefault,
       (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid))
from pg_type t where oid >= 16384
  and not exists (select from pg_class where oid = t.typrelid and relnamespace = 'pg_toast'::regnamespace)
union all
select 'function', p.oid::regprocedure::text, prokind::text,
       case when prokind <> 'a' then pg_get_functiondef(p.oid) end || coalesce(proacl::text, '')
from pg_proc p where oid >= 16384
union all
select 'trigger', tgrelid::regclass::text, case when tgisinternal then '' else tgname end,
       regexp_replace(pg_get_triggerdef(oid), '_\\d+"', '') || tgenabled::text
from pg_trigger where oid >= 16384
union all
select 'policy', polrelid::regclass::text, polname, concat_ws('|', polcmd, polpermissive,
       pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
from pg_policy
union all
select 'rule', ev_class::regclass::text, rulename, pg_get_ruledef(oid) || ev_enabled::text
from pg_rewrite where oid >= 16384
union all
select 'inherits', inhrelid::regclass::text, inhparent::regclass::text, inhseqno::text from pg_inherits
union all
select 'sequence', seqrelid::regclass::text, '', concat_ws('|', seqstart, seqincrement, seqmax, seqmin, seqcycle)
from pg_sequence
union all
select 'role', rolname, '', concat_ws('|', rolsuper, rolcanlogin) from pg_roles where oid >= 16384
union all
select 'object', classid::regclass::text, (pg_identify_object(classid, objid, 0)).identity, ''
from (
  select 'pg_namespace'::regclass as classid, oid as objid from pg_namespace where nspname !~ '^pg_'
  union all select 'pg_extension'::regclass, oid from pg_extension
  union all select 'pg_publication'::regclass, oid from pg_publication
  union all select 'pg_publication_rel'::regclass, oid from pg_publication_rel
  union all select 'pg_publication_namespace'::regclass, oid from pg_publication_namespace
  union all select 'pg_statistic_ext'::regclass, oid from pg_statistic_ext
  union all select 'pg_collation'::regclass, oid from pg_collation
  union all select 'pg_conversion'::regclass, oid from pg_conversion
  union all select 'pg_cast'::regclass, oid from pg_cast
  union all select 'pg_am'::regclass, oid from pg_am
  union all select 'pg_language'::regclass, oid from pg_language
  union all select 'pg_operator'::regclass, oid from pg_operator
  union all select 'pg_opclass'::regclass, oid from pg_opclass
  union all select 'pg_opfamily'::regclass, oid from pg_opfamily
  union all select 'pg_amop'::regclass, oid from pg_amop
  union all select 'pg_amproc'::regclass, oid from pg_amproc
  union all select 'pg_foreign_data_wrapper'::regclass, oid from pg_foreign_data_wrapper
  union all select 'pg_foreign_server'::regclass, oid from pg_foreign_server
  union all select 'pg_user_mapping'::regclass, oid from pg_user_mapping
  union all select 'pg_event_trigger'::regclass, oid from pg_event_trigger
  union all select 'pg_ts_config'::regclass, oid from pg_ts_config
  union all select 'pg_ts_dict'::regclass, oid from pg_ts_dict
  union all select 'pg_ts_parser'::regclass, oid from pg_ts_parser
  union all select 'pg_ts_template'::regclass, oid from pg_ts_template
) as named where objid >= 16384 or classid = 'pg_namespace'::regclass
union all
select 'mapping', mapcfg::regconfig::text, maptokentype::text, mapseqno::text || mapdict::regdictionary::text
from pg_ts_config_map where mapcfg >= 16384
union all
select 'comment', (pg_identify_object(classoid, objoid, objsubid)).identity, '', description
from pg_description where objoid >= 16384
union all
select 'setting', coalesce(setrole::regrole::text, ''), '', setconfig::text from pg_db_role_setting
"""


def state(connection: psycopg.Connection[Any]) -> set[tuple[str, ...]]:
    """Everything that the migrations could have made, as rows that compare by value."""
    found = {tuple(map(str, row)) for row in connection.execute(_OBJECTS.encode())}
    tables = connection.execute(
        "select oid::regclass::text from pg_class where oid >= 16384 and relkind in ('r', 'm')"
        " and relnamespace <> 'pg_toast'::regnamespace and relispopulated"
    ).fetchall()
    for (table,) in tables:
        rows = connection.execute(f"select md5(t::text), count(*) from {table} as t group by 1".encode()).fetchall()
        found |= {("row", table, *map(str, row)) for row in rows}
    return found
