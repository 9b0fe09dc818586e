-- What changed in tables with personal data, kept by quarter so that old ones can be dropped whole.

create schema if not exists audit;
comment on schema audit is 'Evidence for the DSGVO: who changed personal data, and when.';

create table if not exists audit.events (
  id bigint generated always as identity,
  occurred_at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  relation text not null,
  row_key text,
  changed jsonb,
  primary key (id, occurred_at),
  constraint events_action_known check (action in ('INSERT', 'UPDATE', 'DELETE'))
) partition by range (occurred_at);

comment on table audit.events is 'One row for each change of a row with personal data. Partitioned by quarter.';
comment on column audit.events.actor_id is 'The account that did it; empty for the service itself.';
comment on column audit.events.changed is 'Names of the changed columns, never their values.';

create table if not exists audit.events_2025_q1 partition of audit.events
  for values from ('2025-01-01 00:00:00+00') to ('2025-04-01 00:00:00+00');
create table if not exists audit.events_2025_q2 partition of audit.events
  for values from ('2025-04-01 00:00:00+00') to ('2025-07-01 00:00:00+00');
create table if not exists audit.events_2025_q3 partition of audit.events
  for values from ('2025-07-01 00:00:00+00') to ('2025-10-01 00:00:00+00');
create table if not exists audit.events_2025_q4 partition of audit.events
  for values from ('2025-10-01 00:00:00+00') to ('2026-01-01 00:00:00+00');
create table if not exists audit.events_default partition of audit.events default;

create index if not exists events_relation_idx on audit.events (relation, occurred_at desc);
create index if not exists events_actor_idx on audit.events (actor_id) where actor_id is not null;

create or replace function audit.record_change()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  before_change jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) else '{}' end;
  after_change jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) else '{}' end;
begin
  insert into audit.events (actor_id, action, relation, row_key, changed)
  select
    auth.uid(),
    tg_op,
    tg_table_schema || '.' || tg_table_name,
    coalesce(after_change ->> 'id', before_change ->> 'id', after_change ->> 'user_id', before_change ->> 'user_id'),
    jsonb_agg(key order by key)
  from jsonb_object_keys(before_change || after_change) as keys (key)
  where before_change -> key is distinct from after_change -> key;
  return null;
end;
$$;

comment on function audit.record_change() is 'Trigger: notes which columns changed, without their values.';

create or replace trigger private_profiles_audit
  after insert or update or delete on public.private_profiles
  for each row execute function audit.record_change();

create or replace trigger user_roles_audit
  after insert or update or delete on public.user_roles
  for each row execute function audit.record_change();

create or replace trigger user_consent_tracking_audit
  after insert or update or delete on public.user_consent_tracking
  for each row execute function audit.record_change();

revoke all on schema audit from public;
grant usage on schema audit to service_role;
grant select on audit.events to service_role;
