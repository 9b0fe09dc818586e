-- deploy books@v1.0
BEGIN;

create table books (id bigint primary key);

COMMIT;
