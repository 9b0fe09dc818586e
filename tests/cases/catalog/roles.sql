-- Roles belong to the server, not to the database: made once for each server.
create role docgen_group nologin;
create role docgen_reader nologin noinherit in role docgen_group;
create role docgen_writer login connection limit 5 bypassrls;
create role docgen_member in role docgen_writer;
create role docgen_owner createdb createrole;
create role docgen_unused;
grant pg_read_all_data to docgen_group;
grant docgen_writer to docgen_owner with admin option;
comment on role docgen_reader is 'Reads.';
alter role docgen_writer set statement_timeout = '5s';
alter role docgen_writer set app.jwt_secret = 'hidden-setting';
