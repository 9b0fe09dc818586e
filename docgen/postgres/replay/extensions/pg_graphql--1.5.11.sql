-- Stand-in of docgen for a shadow schema: it answers nothing.
create function graphql.resolve(
  query text, variables jsonb default '{}', "operationName" text default null, extensions jsonb default null
) returns jsonb
  volatile
  return jsonb_build_object('data', null);
create function graphql.comment_directive(comment_ text) returns jsonb
  immutable
  return '{}'::jsonb;
create function graphql.exception(message text) returns text
  language plpgsql
as $$
begin
  raise exception using errcode = '22000', message = message;
end
$$;
