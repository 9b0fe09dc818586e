-- What a Supabase project finds before its first migration: roles, schemas, and what migrations speak to.
-- Written for a schema to rest on, not to serve anyone. It may run on a server that has the roles already.

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('anon', 'nologin noinherit', ''),
      ('authenticated', 'nologin noinherit', ''),
      ('service_role', 'nologin noinherit', 'bypassrls'),
      ('authenticator', 'login noinherit', ''),
      ('supabase_admin', 'login createdb createrole', 'superuser replication bypassrls'),
      ('supabase_auth_admin', 'login noinherit createrole', ''),
      ('supabase_storage_admin', 'login noinherit createrole', ''),
      ('supabase_functions_admin', 'login noinherit createrole', ''),
      ('supabase_realtime_admin', 'nologin noinherit', ''),
      ('supabase_replication_admin', 'login', 'replication'),
      ('supabase_read_only_user', 'login', 'bypassrls'),
      ('dashboard_user', 'nologin createdb createrole', 'replication'),
      ('pgbouncer', 'login', '')
    ) as roles (name, options, high_options)
    where not exists (select from pg_catalog.pg_roles where rolname = roles.name)
  loop
    begin
      execute format('create role %I %s %s', wanted.name, wanted.options, wanted.high_options);
    exception
      when duplicate_object or unique_violation then
        null;  -- another docgen on the same server was faster
      when insufficient_privilege then
        -- Only a superuser may give some of these away; a shadow can do without them.
        execute format('create role %I nologin', wanted.name);
    end;
  end loop;
end
$$;

do $$
begin
  grant anon, authenticated, service_role to authenticator;
  execute format('grant anon, authenticated, service_role to %I', current_user);
exception
  when others then
    null;  -- memberships are already there, or belong to another administrator
end
$$;

do $$
begin
  execute format('alter database %I set search_path = "$user", public, extensions', current_database());
end
$$;

create schema extensions;
create schema auth;
create schema storage;
create schema realtime;
create schema _realtime;
create schema graphql_public;
create schema pgbouncer;
create schema supabase_functions;
grant usage on schema public, extensions, auth, storage, realtime, graphql_public, supabase_functions
  to anon, authenticated, service_role;

-- Whatever the server lacks is left out: a migration that needs it says so itself.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      (1, 'uuid-ossp', 'extensions'), (2, 'pgcrypto', 'extensions'), (3, 'pgjwt', 'extensions'),
      (4, 'pg_stat_statements', 'extensions'), (5, 'pg_graphql', 'graphql'), (6, 'supabase_vault', 'vault')
    ) as extensions (position, name, schema)
    where name in (select available.name from pg_catalog.pg_available_extensions as available)
    order by position
  loop
    begin
      execute format('create schema if not exists %I', wanted.schema);
      execute format('create extension if not exists %I with schema %I', wanted.name, wanted.schema);
    exception
      when others then
        null;
    end;
  end loop;
end
$$;

-- auth --------------------------------------------------------------------------------------------------------------

create type auth.aal_level as enum ('aal1', 'aal2', 'aal3');
create type auth.code_challenge_method as enum ('s256', 'plain');
create type auth.factor_status as enum ('unverified', 'verified');
create type auth.factor_type as enum ('totp', 'webauthn', 'phone');

create table auth.instances (
  id uuid primary key,
  uuid uuid,
  raw_base_config text,
  created_at timestamp with time zone,
  updated_at timestamp with time zone
);
create table auth.users (
  instance_id uuid,
  id uuid not null constraint users_pkey primary key,
  aud character varying(255),
  role character varying(255),
  email character varying(255),
  encrypted_password character varying(255),
  email_confirmed_at timestamp with time zone,
  invited_at timestamp with time zone,
  confirmation_token character varying(255),
  confirmation_sent_at timestamp with time zone,
  recovery_token character varying(255),
  recovery_sent_at timestamp with time zone,
  email_change_token_new character varying(255),
  email_change character varying(255),
  email_change_sent_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  raw_app_meta_data jsonb,
  raw_user_meta_data jsonb,
  is_super_admin boolean,
  created_at timestamp with time zone,
  updated_at timestamp with time zone,
  phone text default null constraint users_phone_key unique,
  phone_confirmed_at timestamp with time zone,
  phone_change text default '',
  phone_change_token character varying(255) default '',
  phone_change_sent_at timestamp with time zone,
  confirmed_at timestamp with time zone generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  email_change_token_current character varying(255) default '',
  email_change_confirm_status smallint default 0
    constraint users_email_change_confirm_status_check check (email_change_confirm_status between 0 and 2),
  banned_until timestamp with time zone,
  reauthentication_token character varying(255) default '',
  reauthentication_sent_at timestamp with time zone,
  is_sso_user boolean not null default false,
  deleted_at timestamp with time zone,
  is_anonymous boolean not null default false
);
create unique index users_email_partial_key on auth.users (email) where not is_sso_user;
create index users_instance_id_idx on auth.users (instance_id);
create table auth.identities (
  provider_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  identity_data jsonb not null,
  provider text not null,
  last_sign_in_at timestamp with time zone,
  created_at timestamp with time zone,
  updated_at timestamp with time zone,
  email text generated always as (lower(identity_data ->> 'email')) stored,
  id uuid not null default gen_random_uuid() primary key,
  constraint identities_provider_id_provider_unique unique (provider_id, provider)
);
create table auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamp with time zone,
  updated_at timestamp with time zone,
  factor_id uuid,
  aal auth.aal_level,
  not_after timestamp with time zone,
  refreshed_at timestamp without time zone,
  user_agent text,
  ip inet,
  tag text
);
create table auth.refresh_tokens (
  instance_id uuid,
  id bigserial primary key,
  token character varying(255) constraint refresh_tokens_token_unique unique,
  user_id character varying(255),
  revoked boolean,
  created_at timestamp with time zone,
  updated_at timestamp with time zone,
  parent character varying(255),
  session_id uuid references auth.sessions (id) on delete cascade
);
create table auth.mfa_factors (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  friendly_name text,
  factor_type auth.factor_type not null,
  status auth.factor_status not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  secret text,
  phone text,
  last_challenged_at timestamp with time zone unique
);
create table auth.audit_log_entries (
  instance_id uuid,
  id uuid primary key,
  payload json,
  created_at timestamp with time zone,
  ip_address character varying(64) not null default ''
);
create table auth.schema_migrations (
  version character varying(255) primary key
);
alter table auth.users enable row level security;
alter table auth.identities enable row level security;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;
alter table auth.mfa_factors enable row level security;
alter table auth.audit_log_entries enable row level security;

create function auth.jwt() returns jsonb
  language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;
create function auth.uid() returns uuid
  language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;
create function auth.role() returns text
  language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;
create function auth.email() returns text
  language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;
grant execute on all functions in schema auth to anon, authenticated, service_role;
grant all on all tables in schema auth to service_role, dashboard_user, supabase_auth_admin;
grant all on schema auth to supabase_auth_admin, dashboard_user;

-- storage -----------------------------------------------------------------------------------------------------------

create type storage.buckettype as enum ('STANDARD', 'ANALYTICS');
create table storage.buckets (
  id text primary key,
  name text not null,
  owner uuid,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  public boolean default false,
  avif_autodetection boolean default false,
  file_size_limit bigint,
  allowed_mime_types text[],
  owner_id text,
  type storage.buckettype not null default 'STANDARD'
);
create unique index bname on storage.buckets (name);
create table storage.objects (
  id uuid not null default gen_random_uuid() primary key,
  bucket_id text constraint "objects_bucketId_fkey" references storage.buckets (id),
  name text,
  owner uuid,
  created_at timestamp with time zone default now(),
  updated_at timestamp with time zone default now(),
  last_accessed_at timestamp with time zone default now(),
  metadata jsonb,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored,
  version text,
  owner_id text,
  user_metadata jsonb
);
create unique index bucketid_objname on storage.objects (bucket_id, name);
create index name_prefix_search on storage.objects (name text_pattern_ops);
create table storage.migrations (
  id integer primary key,
  name character varying(100) unique not null,
  hash character varying(40) not null,
  executed_at timestamp without time zone default current_timestamp
);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
alter table storage.migrations enable row level security;

create function storage.foldername(name text) returns text[]
  language sql immutable
as $$
  select (string_to_array(name, '/'))[: cardinality(string_to_array(name, '/')) - 1]
$$;
create function storage.filename(name text) returns text
  language sql immutable
as $$
  select split_part(name, '/', -1)
$$;
create function storage.extension(name text) returns text
  language sql immutable
as $$
  select split_part(split_part(name, '/', -1), '.', -1)
$$;
create function storage.search(
  prefix text, bucketname text, limits integer default 100, levels integer default 1, offsets integer default 0,
  search text default '', sortcolumn text default 'name', sortorder text default 'asc'
) returns table (
  name text, id uuid, updated_at timestamp with time zone, created_at timestamp with time zone,
  last_accessed_at timestamp with time zone, metadata jsonb
)
  language sql stable
as $$
  select objects.name, objects.id, objects.updated_at, objects.created_at, objects.last_accessed_at, objects.metadata
  from storage.objects
  where objects.bucket_id = bucketname and starts_with(objects.name, prefix)
  order by objects.name
  limit limits offset offsets
$$;
grant all on schema storage to supabase_storage_admin, dashboard_user, service_role;
grant all on all tables in schema storage to anon, authenticated, service_role, supabase_storage_admin;
grant execute on all functions in schema storage to anon, authenticated, service_role;

-- realtime and webhooks ---------------------------------------------------------------------------------------------

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
) partition by range (inserted_at);
alter table realtime.messages enable row level security;
create function realtime.topic() returns text
  language sql stable
as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
  language sql
as $$
  select
$$;
create function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record,
  level text default 'ROW'
) returns void
  language plpgsql
as $$
begin
  return;
end
$$;
grant select, insert on realtime.messages to anon, authenticated, service_role;
grant execute on all functions in schema realtime to anon, authenticated, service_role;

create function supabase_functions.http_request() returns trigger
  language plpgsql
as $$
begin
  return new;
end
$$;
grant execute on all functions in schema supabase_functions to anon, authenticated, service_role;

create function graphql_public.graphql(
  "operationName" text default null, query text default null, variables jsonb default null,
  extensions jsonb default null
) returns jsonb
  language sql
as $$
  select '{"data": null}'::jsonb
$$;
grant execute on all functions in schema graphql_public to anon, authenticated, service_role;

create publication supabase_realtime;

-- What the migrations make in public and storage is open to the interface's roles, and guarded by policies alone.
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema storage grant all on tables to anon, authenticated, service_role;
alter default privileges in schema storage grant all on functions to anon, authenticated, service_role;
alter default privileges in schema storage grant all on sequences to anon, authenticated, service_role;
