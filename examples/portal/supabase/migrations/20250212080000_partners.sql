-- Partners sell our services and may issue credentials of their own.

create type public.partner_status as enum ('applied', 'active', 'suspended', 'left');

create table public.partners (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid references public.partners (id) on delete restrict,
  slug text not null,
  name text not null,
  contact_email public.email_address,
  status public.partner_status not null default 'applied',
  commission_percent numeric(5, 2) not null default 10.00,
  address public.postal_address,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint partners_slug_key unique (slug),
  constraint partners_commission_range check (commission_percent between 0 and 50),
  constraint partners_not_own_parent check (parent_id <> id)
);

comment on table public.partners is 'Organisations that sell services or issue credentials.';
comment on column public.partners.parent_id is 'The partner that this one belongs to, such as the head office.';
comment on column public.partners.commission_percent is 'Share of the price that the partner keeps.';

create table public.partner_members (
  partner_id uuid not null references public.partners (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  is_owner boolean not null default false,
  joined_at timestamptz not null default now(),
  primary key (partner_id, user_id)
);

create unique index partner_members_one_owner on public.partner_members (partner_id) where is_owner;
create index partner_members_user_idx on public.partner_members (user_id);
create index partners_parent_idx on public.partners (parent_id) where parent_id is not null;

create trigger partners_set_updated_at
  before update on public.partners
  for each row execute function public.set_updated_at();

create or replace function private.is_partner_member(partner uuid)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from public.partner_members where partner_id = partner and user_id = auth.uid()
  );
$$;

alter table public.partners enable row level security;
alter table public.partner_members enable row level security;

create policy "Active partners are public"
  on public.partners for select to anon, authenticated
  using (status = 'active');

create policy "Members see their partner"
  on public.partners for select to authenticated
  using (private.is_partner_member(id));

create policy "Administrators write partners"
  on public.partners for all to authenticated
  using (public.authorize('partners.write'))
  with check (public.authorize('partners.write'));

create policy "Members see each other"
  on public.partner_members for select to authenticated
  using (private.is_partner_member(partner_id));

grant select on public.partners to anon;
grant select, insert, update on public.partners to authenticated;
grant select on public.partner_members to authenticated;
grant all on public.partners, public.partner_members to service_role;
