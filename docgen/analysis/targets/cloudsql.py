"""Google Cloud SQL for PostgreSQL."""

from __future__ import annotations

from docgen.analysis.target import Target, table
from docgen.model.portability import Source

PAGES = "https://cloud.google.com/sql/docs/postgres/"

TARGET = Target(
    title="Google Cloud SQL for PostgreSQL",
    dated="2026-10-03",
    major=17,
    sources=(
        Source(url=f"{PAGES}extensions", gives="extensions and their versions"),
        Source(url=f"{PAGES}users", gives="what cloudsqlsuperuser may do: extensions, event triggers, replication"),
    ),
    unsure=(
        "Names and versions were taken from lists that others read from the page, the versions for PostgreSQL 17; "
        "pg_available_extensions on your instance is what counts.",
        "Under which name CREATE EXTENSION knows PostgreSQL Anonymizer was not found; anon is its own.",
        "Whether cloudsqlsuperuser may give BYPASSRLS away was not found in the documentation.",
    ),
    extensions=table("""
        address_standardizer 3.5.2, address_standardizer_data_us 3.5.2, amcheck, anon 1.0.0, autoinc 1.0
        bloom 1.0, btree_gin 1.3, btree_gist 1.7, citext 1.6, cube 1.5, dblink 1.2, dict_int 1.0
        earthdistance 1.2, fuzzystrmatch 1.2, google_ml_integration 1.4.3, google_read_only_session, hll 2.18
        hstore 1.8, hypopg, insert_username 1.0, intagg 1.1, intarray 1.5, ip4r 2.4.2, isn 1.2, lo 1.1
        ltree 1.3, moddatetime 1.0, oracle_fdw 1.2, orafce 4.13, pageinspect 1.12, pg_background 1.3, pg_bigm
        pg_buffercache 1.5, pg_cron 1.6.4, pg_freespacemap 1.2, pg_hint_plan, pg_ivm 1.9, pg_partman 5.2.4
        pg_prewarm 1.2, pg_proctab, pg_qualstats, pg_repack 1.5.0, pg_similarity 1.0, pg_squeeze 1.8
        pg_stat_statements 1.11, pg_textsearch, pg_trgm 1.6, pg_visibility 1.2, pg_wait_sampling 1.1.5
        pgaudit 17.0, pgcrypto 1.3, pgfincore 1.3.1, pglogical 2.4.5, pgrowlocks 1.2, pgstattuple 1.5
        pgtap 1.3.0, pgtt 4.0, plpgsql 1.0, plpgsql_check 2.8, plproxy 2.11.0, plv8 3.2.2, postgis 3.5.2
        postgis_raster 3.5.2, postgis_sfcgal 3.5.2, postgis_tiger_geocoder 3.5.2, postgis_topology 3.5.2
        postgres_fdw 1.1, prefix 1.2.0, rdkit 4.6.1, refint 1.0, roaringbitmap 0.5, sslinfo 1.2, tablefunc 1.0
        tcn 1.0, tds_fdw 2.0.4, temporal_tables 1.2.2, tsm_system_rows 1.0, tsm_system_time 1.0, unaccent 1.1
        uuid-ossp 1.1, vector 0.8.0
    """),
    administrator="cloudsqlsuperuser",
    reserved_roles=("pg_*", "cloudsql*"),
    tablespaces=False,
    replication="Set the flag cloudsql.logical_decoding = on and restart the instance.",
    preload="the flag of the extension (cloudsql.enable_pg_cron and the like)",
    replacements={
        "supabase_vault": "Secret Manager holds secrets; the application reads them there.",
        "pgsodium": "pgcrypto encrypts, Cloud KMS keeps the keys.",
        "timescaledb": "Declarative partitioning with pg_partman and pg_cron does the keeping.",
    },
)
