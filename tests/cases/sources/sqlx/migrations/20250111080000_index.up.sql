-- no-transaction
create index concurrently books_id on books (id);
