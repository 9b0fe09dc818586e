create table ${schema}.books (id bigint primary key);
grant select on ${schema}.books to ${reader};
