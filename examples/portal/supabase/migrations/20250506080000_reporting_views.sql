-- Figures for the weekly report. Views build on views: change the lower ones with care.

create schema if not exists reporting;
comment on schema reporting is 'Views for the weekly report.';

create or replace view reporting.active_people as
select
  p.id,
  p.username,
  p.locale,
  p.created_at,
  exists (select from public.partner_members as m where m.user_id = p.id) as is_partner_member
from public.profiles as p
where p.is_active;

create or replace view reporting.consent_state as
select
  people.id as profile_id,
  people.locale,
  purpose.purpose,
  public.has_consent(people.id, purpose.purpose) as granted
from reporting.active_people as people
cross join unnest(enum_range(null::public.consent_purpose)) as purpose (purpose);

create or replace view reporting.consent_rates as
select
  locale,
  purpose,
  count(*) as people,
  count(*) filter (where granted) as agreed,
  round(100.0 * count(*) filter (where granted) / nullif(count(*), 0), 1) as agreed_percent
from reporting.consent_state
group by locale, purpose;

comment on view reporting.consent_rates is 'How many people agree, by purpose and locale.';

create or replace view reporting.booking_lines as
select
  b.id as booking_id,
  date_trunc('month', b.booked_at) as month,
  b.partner_id,
  pkg.name as package_name,
  price.currency,
  b.quantity * price.amount as net_amount,
  b.quantity * price.gross_amount as gross_amount,
  people.locale
from public.service_bookings as b
join public.service_packages as pkg on pkg.id = b.package_id
join public.service_prices as price on price.id = b.price_id
left join reporting.active_people as people on people.id = b.profile_id
where b.status = 'confirmed';

comment on view reporting.booking_lines is 'Confirmed bookings with their amounts.';

create materialized view if not exists reporting.monthly_revenue as
select
  month,
  currency,
  package_name,
  count(*) as bookings,
  sum(net_amount) as net_amount,
  sum(gross_amount) as gross_amount
from reporting.booking_lines
group by month, currency, package_name
with no data;

create unique index if not exists monthly_revenue_key
  on reporting.monthly_revenue (month, currency, package_name);

comment on materialized view reporting.monthly_revenue is 'Refreshed every night; see refresh_reports().';

create or replace view reporting.partner_revenue
with (security_barrier = true) as
select
  partner.id as partner_id,
  partner.name,
  line.month,
  line.currency,
  sum(line.net_amount) as net_amount,
  round(sum(line.net_amount) * partner.commission_percent / 100, 2) as commission
from public.partners as partner
join reporting.booking_lines as line on line.partner_id = partner.id
group by partner.id, partner.name, line.month, line.currency, partner.commission_percent;

create or replace function reporting.refresh_reports()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  refresh materialized view reporting.monthly_revenue;
end;
$$;

revoke execute on function reporting.refresh_reports() from public;
grant usage on schema reporting to service_role;
grant select on all tables in schema reporting to service_role;
grant execute on function reporting.refresh_reports() to service_role;
