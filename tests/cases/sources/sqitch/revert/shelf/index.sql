-- revert shelf/index
BEGIN;

drop index books_id;

COMMIT;
