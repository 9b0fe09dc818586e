-- +migrate Up
-- +migrate StatementBegin
create function pages() returns bigint language plpgsql as $$
begin
  return 1;
end $$;
-- +migrate StatementEnd
-- +migrate Down
drop function pages();
