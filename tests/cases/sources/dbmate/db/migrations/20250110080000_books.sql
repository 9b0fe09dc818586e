-- migrate:up
create table books (id bigint primary key);

-- migrate:down
drop table books;
