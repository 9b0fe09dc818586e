-- liquibase formatted sql
ignored by the tool;
-- changeset bob:authors runOnChange:true
create or replace view authors as select 1 as id;
