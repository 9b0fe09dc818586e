-- +goose NO TRANSACTION
-- +goose Up
create index concurrently books_id on books (id);

-- +goose Down
drop index concurrently books_id;
