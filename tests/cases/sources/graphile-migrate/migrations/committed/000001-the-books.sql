--! Previous: -
--! Hash: sha1:f034c98e568355a09f88169c8cee6ebe753a9537
--! Message: The books

create table books (id bigint primary key);
