create table books (id bigint primary key);
create table {{ schema }}.pages (id bigint);
