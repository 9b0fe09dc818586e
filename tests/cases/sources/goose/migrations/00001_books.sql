-- Books that members borrow.
-- +goose Up
create table books (id bigint primary key);
-- +goose StatementBegin
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
-- +goose StatementEnd

-- +goose Down
drop function touch();
drop table books;
