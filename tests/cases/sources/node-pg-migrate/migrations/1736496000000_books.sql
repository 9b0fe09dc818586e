-- Up Migration
create table books (id bigint primary key);

-- Down Migration
drop table books;
