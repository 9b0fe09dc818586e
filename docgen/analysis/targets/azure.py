"""Azure Database for PostgreSQL, flexible server."""

from __future__ import annotations

from docgen.analysis.target import Target, table
from docgen.model.portability import Source

PAGES = "https://learn.microsoft.com/en-us/azure/postgresql/"

TARGET = Target(
    title="Azure Database for PostgreSQL, flexible server",
    dated="2026-06-08",
    major=18,
    sources=(
        Source(
            url=f"{PAGES}extensions/concepts-extensions-versions",
            gives="extensions and their versions, PostgreSQL 18 (the page's own source, of this date)",
        ),
        Source(url=f"{PAGES}extensions/how-to-allow-extensions", gives="azure.extensions"),
        Source(url=f"{PAGES}security/security-access-control", gives="azure_pg_admin is no superuser; BYPASSRLS"),
    ),
    unsure=(
        "Whether azure_pg_admin may create event triggers was not found in the documentation.",
        "Which settings azure_pg_admin may give to a role was not found; try it.",
    ),
    extensions=table("""
        address_standardizer 3.6.1, address_standardizer_data_us 3.6.1, age 1.7.0, amcheck 1.5, anon 2.5.1
        azure_ai 2.0.0, azure_storage 1.9, bloom 1.0, btree_gin 1.3, btree_gist 1.8, citext 1.8, credcheck 3.0.0
        cube 1.5, dblink 1.2, dict_int 1.0, dict_xsyn 1.0, earthdistance 1.2, fuzzystrmatch 1.2, hll 2.19, hstore 1.8
        hypopg 1.4.2, intagg 1.1, intarray 1.5, ip4r 2.4, isn 1.3, lo 1.2, login_hook 1.7, ltree 1.3, oracle_fdw 1.2
        orafce 4.16, pageinspect 1.13, pg_buffercache 1.6, pg_cron 1.6, pg_diskann 0.6.5, pg_duckdb 1.1.0
        pg_freespacemap 1.3, pg_hint_plan 1.8.0, pg_ivm 1.13, pg_partman 5.3.1, pg_prewarm 1.2, pg_repack 1.5.3
        pg_squeeze 1.9, pg_stat_statements 1.12, pg_trgm 1.6, pg_visibility 1.2, pgaudit 18.0, pgcrypto 1.4
        pglogical 2.4.6, pgrouting 3.8.0, pgrowlocks 1.2, pgstattuple 1.5, plpgsql 1.0, plv8 3.2.4, postgis 3.6.1
        postgis_raster 3.6.1, postgis_sfcgal 3.6.1, postgis_tiger_geocoder 3.6.1, postgis_topology 3.6.1
        postgres_fdw 1.2, postgres_protobuf 0.2, semver 0.41.0, session_variable 3.4, sslinfo 1.2, tablefunc 1.0
        tdigest 1.4.3, tds_fdw 2.0.4, temporal_tables 1.2.2, timescaledb 2.24.0, topn 2.7.0, tsm_system_rows 1.0
        tsm_system_time 1.0, unaccent 1.1, uuid-ossp 1.1, vector 0.8.2
    """),
    administrator="azure_pg_admin",
    reserved_roles=("pg_*", "azuresu", "azure_*"),
    event_triggers=None,
    tablespaces=False,
    replication="Set the server parameter wal_level = logical and restart.",
    bypass_row_security="The administrator may give it on PostgreSQL 16 and later, not before.",
    allow_list="azure.extensions",
    replacements={
        "supabase_vault": "Azure Key Vault holds secrets; the application reads them there.",
        "pgsodium": "pgcrypto encrypts, Azure Key Vault keeps the keys.",
    },
)
