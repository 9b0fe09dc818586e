create index books_id on books (id);
