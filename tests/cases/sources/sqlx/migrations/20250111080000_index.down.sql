-- no-transaction
drop index concurrently books_id;
