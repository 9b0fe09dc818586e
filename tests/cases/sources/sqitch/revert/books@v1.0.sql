-- revert books@v1.0
BEGIN;

drop table books;

COMMIT;
