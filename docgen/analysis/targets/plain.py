"""A PostgreSQL server of your own, as it comes from the project: the contributed extensions and a superuser."""

from __future__ import annotations

from docgen.analysis.target import Target, table
from docgen.model.portability import Source

TARGET = Target(
    title="PostgreSQL of your own",
    dated="2025-09-25",
    major=18,
    sources=(Source(url="https://www.postgresql.org/docs/18/contrib.html", gives="the contributed extensions"),),
    unsure=("Whether the packages of the contributed extensions and languages are installed on your machine.",),
    extensions=table("""
        amcheck 1.5, autoinc 1.0, bloom 1.0, bool_plperl 1.0, btree_gin 1.3, btree_gist 1.8, citext 1.8, cube 1.5
        dblink 1.2, dict_int 1.0, dict_xsyn 1.0, earthdistance 1.2, file_fdw 1.0, fuzzystrmatch 1.2, hstore 1.8
        hstore_plperl 1.0, hstore_plpython3u 1.0, insert_username 1.0, intagg 1.1, intarray 1.5, isn 1.3
        jsonb_plperl 1.0, jsonb_plpython3u 1.0, lo 1.2, ltree 1.3, ltree_plpython3u 1.0, moddatetime 1.0
        pageinspect 1.13, pg_buffercache 1.6, pg_freespacemap 1.3, pg_logicalinspect 1.0, pg_prewarm 1.2
        pg_stat_statements 1.12, pg_surgery 1.0, pg_trgm 1.6, pg_visibility 1.2, pg_walinspect 1.1, pgcrypto 1.4
        pgrowlocks 1.2, pgstattuple 1.5, plperl 1.0, plperlu 1.0, plpgsql 1.0, plpython3u 1.0, pltcl 1.0, pltclu 1.0
        postgres_fdw 1.2, refint 1.0, seg 1.4, sslinfo 1.2, tablefunc 1.0, tcn 1.0, tsm_system_rows 1.0
        tsm_system_time 1.0, unaccent 1.1, uuid-ossp 1.1, xml2 1.2
    """),
    any_extension=True,
    superuser=True,
    reserved_roles=("pg_*",),
)
