-- atlas:checkpoint

create table books (id bigint primary key);
create index books_id on books (id);
