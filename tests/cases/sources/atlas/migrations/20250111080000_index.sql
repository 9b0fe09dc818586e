-- atlas:txmode none

create index concurrently books_id on books (id);
