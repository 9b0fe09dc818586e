-- verify books@v1.0
BEGIN;

select id from books where false;

COMMIT;
