-- What we owe to partners, month by month.

create table if not exists public.partner_settlements (
  partner_id uuid not null references public.partners (id) on delete restrict,
  month date not null,
  currency char(3) not null default 'EUR',
  commission numeric(12, 2) not null,
  paid_at timestamptz,
  primary key (partner_id, month, currency),
  constraint partner_settlements_first_of_month check (extract(day from month) = 1)
);

comment on table public.partner_settlements is 'Commissions by partner, month and currency.';
comment on column public.partner_settlements.month is 'The first day of the month.';

alter table public.partner_settlements enable row level security;

drop policy if exists "Members read their settlements" on public.partner_settlements;
create policy "Members read their settlements"
  on public.partner_settlements for select to authenticated
  using (private.is_partner_member(partner_id));

grant select on public.partner_settlements to authenticated;
grant all on public.partner_settlements to service_role;

create or replace view reporting.open_settlements as
select settlement.partner_id, partner.name, settlement.month, settlement.currency, settlement.commission
from public.partner_settlements as settlement
join public.partners as partner on partner.id = settlement.partner_id
where settlement.paid_at is null;
