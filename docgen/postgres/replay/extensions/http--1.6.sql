-- Stand-in of docgen for a shadow schema: no request is sent, every answer is 503.
create domain http_method as text;
create type http_header as (field varchar, value varchar);
create type http_request as (
  method http_method, uri varchar, headers http_header[], content_type varchar, content varchar
);
create type http_response as (status integer, content_type varchar, headers http_header[], content varchar);

create function http_header(field varchar, value varchar) returns http_header
  immutable return row(field, value)::http_header;
create function urlencode(string varchar) returns text
  immutable strict return string::text;
create function http(request http_request) returns http_response
  volatile return row(503, null, null, null)::http_response;
create function http_get(uri varchar) returns http_response
  volatile return row(503, null, null, null)::http_response;
create function http_post(uri varchar, content varchar, content_type varchar) returns http_response
  volatile return row(503, null, null, null)::http_response;
create function http_put(uri varchar, content varchar, content_type varchar) returns http_response
  volatile return row(503, null, null, null)::http_response;
create function http_delete(uri varchar) returns http_response
  volatile return row(503, null, null, null)::http_response;
