"""Amazon RDS for PostgreSQL."""

from __future__ import annotations

from docgen.analysis.target import Target, table
from docgen.model.portability import Source

NOTES = "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html"
GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/"
RESERVED = ("pg_*", "rdsadmin", "rds_*", "rdsrepladmin")
REPLACEMENTS = {
    "http": "aws_lambda calls a Lambda function, which calls the address.",
    "pg_net": "aws_lambda calls a Lambda function, which calls the address.",
    "supabase_vault": "AWS Secrets Manager holds secrets; the application reads them there.",
    "pgsodium": "pgcrypto encrypts, AWS KMS keeps the keys.",
    "timescaledb": "Declarative partitioning with pg_partman and pg_cron does the keeping.",
    "pgmq": "Amazon SQS is the queue, or pgmq's SQL, which is plain, as objects of your own.",
    "file_fdw": "aws_s3 reads files from S3.",
}

TARGET = Target(
    title="Amazon RDS for PostgreSQL",
    dated="2026-03",
    major=18,
    sources=(
        Source(url=NOTES, gives="extensions and their versions, table of PostgreSQL 18, column 18.3"),
        Source(url=f"{GUIDE}PostgreSQL.Concepts.General.FeatureSupport.EventTriggers.html", gives="event triggers"),
        Source(url=f"{GUIDE}Appendix.PostgreSQL.CommonDBATasks.Roles.html", gives="rds_superuser is no superuser"),
    ),
    unsure=(
        "The table was read from a copy of the release notes whose newest version is 18.3; SHOW rds.extensions on "
        "your instance is what counts.",
        "postgis_topology is not in column 18.3 and is said to be there since; its version is not known.",
        "Whether the administrator may give BYPASSRLS away was not found in the documentation.",
    ),
    extensions=table("""
        address_standardizer 3.6.0, address_standardizer_data_us 3.6.0, amcheck 1.5, autoinc 1.0, aws_commons 1.2
        aws_lambda 1.0, aws_s3 1.2, bloom 1.0, bool_plperl 1.0, btree_gin 1.3, btree_gist 1.8, citext 1.8
        collection 1.1.0, cube 1.5, dblink 1.2, dict_int 1.0, dict_xsyn 1.0, earthdistance 1.2, flow_control 1.0
        fuzzystrmatch 1.2, h3 4.2.3, h3_postgis 4.2.3, hll 2.18, hstore 1.8, hstore_plperl 1.0, hypopg 1.4.2
        insert_username 1.0, intagg 1.1, intarray 1.5, ip4r 2.4.2, isn 1.3, jsonb_plperl 1.0, lo 1.2, log_fdw 1.3
        ltree 1.3, moddatetime 1.0, mysql_fdw, oracle_fdw, orafce 4.16.3, pageinspect 1.13, pg_bigm 1.2
        pg_buffercache 1.6, pg_cron 1.6.7, pg_freespacemap 1.3, pg_hint_plan 1.8.0, pg_logicalinspect 1.0
        pg_partman 5.2.4, pg_prewarm 1.2, pg_proctab 0.0.12, pg_repack 1.5.3, pg_similarity 1.0, pg_stat_monitor 2.3.1
        pg_stat_statements 1.12, pg_tle 1.5.2, pg_transport 1.0, pg_trgm 1.6, pg_visibility 1.2, pg_walinspect 1.1
        pgactive 2.1.7, pgaudit 18.0, pgcrypto 1.4, pglogical 2.4.6, pgrouting 3.8.0, pgrowlocks 1.2, pgstattuple 1.5
        pgtap 1.3.3, plperl 1.0, plpgsql 1.0, plprofiler 4.2.5, pltcl 1.0, plv8 3.2.4, postgis 3.6.1
        postgis_raster 3.6.0, postgis_tiger_geocoder 3.6.0, postgis_topology, postgres_fdw 1.2, prefix 1.2.10, rdkit
        rds_tools 1.9, refint 1.0, roaringbitmap 1.1.0, seg 1.4, sslinfo 1.2, tablefunc 1.0, tcn 1.0, tds_fdw 2.0.5
        tsm_system_rows 1.0, tsm_system_time 1.0, unaccent 1.1, uuid-ossp 1.1, vector 0.8.1
    """),
    administrator="rds_superuser",
    reserved_roles=RESERVED,
    tablespaces=False,
    replication="Set rds.logical_replication = 1 in the parameter group and restart the instance.",
    replication_role="rds_replication",
    preload="shared_preload_libraries in the DB parameter group",
    replacements=REPLACEMENTS,
)
