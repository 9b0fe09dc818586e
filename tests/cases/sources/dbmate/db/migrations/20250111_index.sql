-- migrate:up transaction:false
create index concurrently books_id on books (id);

-- migrate:down transaction:false
drop index concurrently books_id;
