-- Foundation: extensions, the private schema, and the trigger function that every table uses.

create extension if not exists btree_gist with schema extensions;

create schema if not exists private;
comment on schema private is 'Functions that run with the rights of their owner. Not reachable through the API.';

revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

create or replace function public.set_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

comment on function public.set_updated_at() is 'Keeps updated_at true on every update.';

-- Addresses are compared in lower case; the check keeps out what can never be delivered.
create domain public.email_address as text
  constraint email_address_is_lower_case check (value = lower(value))
  constraint email_address_has_at_sign check (value ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$');

comment on domain public.email_address is 'An e-mail address in lower case.';
