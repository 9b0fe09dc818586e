-- the books
-- depends:
create table books (id bigint primary key);
