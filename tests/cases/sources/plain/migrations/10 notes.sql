create table notes (id bigint);
