-- verify shelf/index
BEGIN;

select id from books where false;

COMMIT;
