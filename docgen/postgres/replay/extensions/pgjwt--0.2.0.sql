-- Stand-in of docgen for a shadow schema: tokens have the right form, not the right signature.
create function url_encode(data bytea) returns text
  immutable
  return translate(encode(data, 'base64'), E'+/=\n', '-_');
create function url_decode(data text) returns bytea
  immutable
  return decode(rpad(translate(data, '-_', '+/'), (length(data) + 3) / 4 * 4, '='), 'base64');
create function algorithm_sign(signables text, secret text, algorithm text) returns text
  immutable
  return url_encode(sha256(convert_to(secret || signables, 'UTF8')));
create function sign(payload json, secret text, algorithm text default 'HS256') returns text
  immutable
  return url_encode(convert_to('{"alg":"' || algorithm || '","typ":"JWT"}', 'UTF8'))
    || '.' || url_encode(convert_to(payload::text, 'UTF8'))
    || '.' || algorithm_sign(payload::text, secret, algorithm);
create function try_cast_double(inp text) returns double precision
  immutable
  return inp::double precision;
create function verify(token text, secret text, algorithm text default 'HS256')
  returns table (header json, payload json, valid boolean)
  immutable
begin atomic
  select convert_from(url_decode(split_part(token, '.', 1)), 'UTF8')::json,
         convert_from(url_decode(split_part(token, '.', 2)), 'UTF8')::json,
         true;
end;
