create table tags (id bigint);
