-- deploy books
BEGIN;

alter table books add column title text;

COMMIT;
