-- Phase 4: DSGVO. Who agreed to what, in which wording, from when until when.

do $$
begin
  create type public.consent_purpose as enum ('essential', 'newsletter', 'analytics', 'profiling', 'partner_sharing');
exception
  when duplicate_object then null;
end;
$$;

create table if not exists public.policy_documents (
  version text primary key,
  title text not null,
  body_sha256 bytea not null,
  published_at timestamptz,
  withdrawn_at timestamptz,
  constraint policy_documents_order check (withdrawn_at is null or withdrawn_at > published_at)
);

comment on table public.policy_documents is 'The wordings of the privacy policy that people agreed to.';

create table if not exists public.user_consent_tracking (
  id bigint generated always as identity (start with 1000) primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  purpose public.consent_purpose not null,
  policy_version text not null references public.policy_documents (version) on update cascade on delete restrict,
  granted boolean not null,
  valid tstzrange not null default tstzrange(now(), null),
  source text not null default 'web',
  ip_address inet,
  user_agent text,
  recorded_at timestamptz not null default now(),
  constraint user_consent_tracking_source_known check (source in ('web', 'app', 'support', 'import'))
);

comment on table public.user_consent_tracking is
  'Every consent and every refusal. Rows are never changed but for the end of their validity.';
comment on column public.user_consent_tracking.valid is 'From when until when this decision holds.';
comment on column public.user_consent_tracking.ip_address is 'Evidence only; erased after 90 days. @pii';

-- One decision per person and purpose at any moment.
alter table public.user_consent_tracking
  add constraint user_consent_tracking_one_decision
  exclude using gist (user_id with =, purpose with =, valid with &&);

comment on constraint user_consent_tracking_one_decision on public.user_consent_tracking is
  'Two decisions of a person on one purpose never overlap.';

create index if not exists user_consent_tracking_open_idx
  on public.user_consent_tracking (user_id, purpose) include (granted, policy_version)
  where upper_inf(valid);

alter table public.policy_documents enable row level security;
alter table public.user_consent_tracking enable row level security;

create policy "Published policies are public"
  on public.policy_documents for select to anon, authenticated
  using (published_at <= now());

create policy "People read their own consents"
  on public.user_consent_tracking for select to authenticated
  using (user_id = auth.uid());

grant select on public.policy_documents to anon, authenticated;
grant select on public.user_consent_tracking to authenticated;
grant all on public.policy_documents, public.user_consent_tracking to service_role;

insert into public.policy_documents (version, title, body_sha256, published_at)
values ('2025-02', 'Privacy policy of February 2025', sha256('2025-02'), timestamptz '2025-02-01 00:00:00+00')
on conflict (version) do nothing;
