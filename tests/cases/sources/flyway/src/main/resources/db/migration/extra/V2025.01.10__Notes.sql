create table notes (id bigint);
vacuum notes;
