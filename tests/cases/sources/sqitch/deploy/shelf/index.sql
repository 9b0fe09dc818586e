-- deploy shelf/index
BEGIN;

create index books_id on books (id);

COMMIT;
