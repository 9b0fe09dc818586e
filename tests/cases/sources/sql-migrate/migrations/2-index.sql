-- +migrate Up notransaction
create index concurrently books_id on books (id);

-- +migrate Down notransaction
drop index concurrently books_id;
