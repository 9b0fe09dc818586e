--liquibase formatted sql
--changeset bob:never
select 1;
