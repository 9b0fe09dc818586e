-- +migrate Up
create table books (id bigint primary key);

-- +migrate Down
drop table books;
