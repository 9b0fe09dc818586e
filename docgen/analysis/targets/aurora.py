"""Amazon Aurora PostgreSQL: as RDS, with extensions of its own."""

from __future__ import annotations

from docgen.analysis.target import table
from docgen.analysis.targets import rds
from docgen.model.portability import Source

NOTES = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Extensions.html"

TARGET = rds.TARGET._replace(
    title="Amazon Aurora PostgreSQL",
    dated="2026-10-03",
    sources=(Source(url=NOTES, gives="extensions, table of Aurora PostgreSQL 18"), *rds.TARGET.sources[1:]),
    unsure=(
        "The names were taken from a list that others read from the page on this date, without versions; SHOW "
        "rds.extensions on your cluster is what counts.",
        "Whether the administrator may give BYPASSRLS away was not found in the documentation.",
    ),
    extensions=table("""
        address_standardizer address_standardizer_data_us amcheck apg_plan_mgmt aurora_stat_utils autoinc aws_commons
        aws_lambda aws_ml aws_s3 bloom bool_plperl btree_gin btree_gist citext cube dblink dict_int dict_xsyn
        earthdistance fuzzystrmatch h3 h3_postgis hll hstore hstore_plperl hypopg insert_username intagg intarray ip4r
        isn jsonb_plperl lo log_fdw ltree moddatetime mysql_fdw oracle_fdw orafce pg_ad_mapping pg_bigm pg_buffercache
        pg_columnmask pg_cron pg_freespacemap pg_hint_plan pg_partman pg_prewarm pg_proctab pg_repack pg_similarity
        pg_stat_statements pg_tle pg_trgm pg_visibility pgaudit pgcrypto pgdam pglogical pgrouting pgrowlocks
        pgstattuple pgtap plcoffee plls plperl plpgsql plprofiler pltcl plv8 postgis postgis_raster
        postgis_tiger_geocoder postgis_topology postgres_fdw prefix rdkit rds_activity_stream rds_tools refint
        roaringbitmap seg sslinfo tablefunc tcn tds_fdw tsm_system_rows tsm_system_time unaccent uuid-ossp vector
    """.replace(" ", ",")),
    preload="shared_preload_libraries in the DB cluster parameter group",
    replication="Set rds.logical_replication = 1 in the cluster parameter group and restart.",
)  # fmt: skip
