drop index books_id;
