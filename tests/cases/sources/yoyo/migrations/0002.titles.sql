-- depends: 0003.columns
create index books_title on books (title);
