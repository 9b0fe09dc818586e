create table if not exists public.partner_contracts (
  id bigint generated always as identity primary key,
  partner_id uuid not null references public.partners (id) on delete restrict,
  contract_number text not null unique,
  period daterange not null,
  signed_on date,
  document_upload_id bigint references public.user_uploads (id) on delete set null,
  created_at timestamptz not null default now(),
  constraint partner_contracts_signed_before_start check (signed_on <= lower(period)),
  constraint partner_contracts_period_not_empty check (not isempty(period))
);

comment on table public.partner_contracts is 'Contracts with partners. At most one is in force on any day.';

do $$
begin
  if not exists (
    select from pg_constraint
    where conname = 'partner_contracts_no_overlap'
      and conrelid = 'public.partner_contracts'::regclass
  ) then
    alter table public.partner_contracts
      add constraint partner_contracts_no_overlap
      exclude using gist (partner_id with =, period with &&)
      deferrable initially deferred;
  end if;
end;
$$;

create index if not exists partner_contracts_document_idx on public.partner_contracts (document_upload_id);

alter table public.partner_contracts enable row level security;

create policy "Members read their contracts"
  on public.partner_contracts for select to authenticated
  using (private.is_partner_member(partner_id));

grant select on public.partner_contracts to authenticated;
grant all on public.partner_contracts to service_role;
