-- verify books
BEGIN;

select id from books where false;

COMMIT;
