-- depends: 0001.books
-- transactional: false
alter table books add column title text;
