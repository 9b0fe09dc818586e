select :table || '.' || :column as missing
where not exists (
  select from pg_catalog.pg_attribute as a
  where a.attrelid = pg_catalog.to_regclass(:table) and a.attname = :column and not a.attisdropped
)
