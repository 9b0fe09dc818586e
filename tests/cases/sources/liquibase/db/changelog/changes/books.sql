--liquibase formatted sql

--changeset ann:1 labels:shop
create table ${schema}.books (id bigint primary key);
--rollback drop table books;

--changeset "ann o":"books 2" runInTransaction:false endDelimiter:/
create index concurrently books_id on books (id)
/
/* liquibase rollback
drop index books_id;
*/
