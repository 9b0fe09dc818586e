-- The VC system: issuers, schemas, credentials and their presentations.

create type public.vc_status as enum ('issued', 'suspended', 'revoked');

create table if not exists public.vc_issuers (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid references public.partners (id) on delete restrict,
  did text not null unique,
  name text not null,
  public_key_jwk jsonb not null,
  created_at timestamptz not null default now(),
  constraint vc_issuers_did_shape check (did like 'did:%')
);

comment on table public.vc_issuers is 'Who may issue credentials: we ourselves, and partners.';
comment on column public.vc_issuers.did is 'Decentralised identifier, such as did:web:example.org.';

create table if not exists public.vc_schemas (
  id bigint generated always as identity primary key,
  name text not null,
  version integer not null default 1,
  json_schema jsonb not null,
  supersedes_id bigint references public.vc_schemas (id) on delete set null,
  constraint vc_schemas_name_version_key unique (name, version),
  constraint vc_schemas_version_positive check (version > 0)
);

comment on table public.vc_schemas is 'What a kind of credential says, as JSON Schema.';

create table if not exists public.vc_credentials (
  id uuid primary key default gen_random_uuid(),
  issuer_id uuid not null references public.vc_issuers (id) on delete restrict,
  schema_id bigint not null references public.vc_schemas (id) on delete restrict,
  subject_id uuid not null references public.profiles (id) on delete cascade,
  claims jsonb not null default '{}',
  claim_names text[] not null default '{}',
  status public.vc_status not null default 'issued',
  issued_at timestamptz not null default now(),
  expires_at timestamptz,
  proof text not null,
  constraint vc_credentials_expiry check (expires_at > issued_at)
);

comment on table public.vc_credentials is 'Issued credentials. The claims are personal data.';
comment on column public.vc_credentials.claims is 'What the issuer says of the subject. @pii';

create index if not exists vc_credentials_claims_idx on public.vc_credentials using gin (claims jsonb_path_ops);
create index if not exists vc_credentials_subject_idx
  on public.vc_credentials (subject_id, issued_at desc) include (status, expires_at);
create index if not exists vc_credentials_expiring_idx on public.vc_credentials (expires_at)
  where status = 'issued' and expires_at is not null;
create index if not exists vc_credentials_issued_brin on public.vc_credentials using brin (issued_at);

create table if not exists public.vc_revocations (
  credential_id uuid primary key references public.vc_credentials (id) on delete cascade,
  reason text not null,
  revoked_by uuid references public.profiles (id) on delete set null,
  revoked_at timestamptz not null default now()
);

create table if not exists public.vc_presentations (
  id bigint generated always as identity primary key,
  credential_id uuid not null references public.vc_credentials (id) on delete cascade,
  verifier text not null,
  nonce text not null,
  presented_at timestamptz not null default now(),
  accepted boolean,
  unique (verifier, nonce)
);

alter table public.vc_issuers enable row level security;
alter table public.vc_schemas enable row level security;
alter table public.vc_credentials enable row level security;
alter table public.vc_revocations enable row level security;
alter table public.vc_presentations enable row level security;

create policy "Issuers are public" on public.vc_issuers for select to anon, authenticated using (true);
create policy "Schemas are public" on public.vc_schemas for select to anon, authenticated using (true);

create policy "Subjects see their credentials"
  on public.vc_credentials for select to authenticated
  using (subject_id = auth.uid());

create policy "Issuers add credentials"
  on public.vc_credentials for insert to authenticated
  with check (
    public.authorize('credentials.issue')
    and exists (
      select from public.vc_issuers as issuer
      where issuer.id = issuer_id and private.is_partner_member(issuer.partner_id)
    )
  );

create policy "Revocations are public" on public.vc_revocations for select to anon, authenticated using (true);

grant select on public.vc_issuers, public.vc_schemas, public.vc_revocations to anon, authenticated;
grant select, insert on public.vc_credentials to authenticated;
grant all on public.vc_issuers, public.vc_schemas, public.vc_credentials, public.vc_revocations,
  public.vc_presentations to service_role;
