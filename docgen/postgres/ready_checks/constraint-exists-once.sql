select :constraint as "constraint", pg_catalog.count(*) as found
from pg_catalog.pg_constraint as k
where k.conname = :constraint and (:table = '' or k.conrelid = pg_catalog.to_regclass(nullif(:table, '')))
having pg_catalog.count(*) <> 1
