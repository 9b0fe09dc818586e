create table labels (id bigint);
