-- +goose ENVSUB ON
-- +goose Up
grant select on books to ${READER};
-- +goose ENVSUB OFF
comment on table books is 'costs ${PRICE}';
