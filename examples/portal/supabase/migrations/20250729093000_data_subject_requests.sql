-- DSGVO articles 15 and 17: the copy of one's data, and its erasure.

create type public.data_request_kind as enum ('access', 'erasure');

create table if not exists public.data_subject_requests (
  id bigint generated always as identity primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind public.data_request_kind not null,
  requested_at timestamptz not null default now(),
  due_on date not null default (current_date + 30),
  answered_at timestamptz,
  constraint data_subject_requests_answer_after_request check (answered_at >= requested_at)
);

comment on table public.data_subject_requests is 'Requests that must be answered within one month.';

create unique index if not exists data_subject_requests_one_open
  on public.data_subject_requests (user_id, kind) where answered_at is null;

create or replace function private.export_personal_data(person uuid)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'profile', (select to_jsonb(p) - 'search' from public.profiles as p where p.id = person),
    'private_profile', (select to_jsonb(p) from public.private_profiles as p where p.id = person),
    'consents', (select jsonb_agg(to_jsonb(c)) from public.user_consent_tracking as c where c.user_id = person),
    'credentials', (select jsonb_agg(to_jsonb(v)) from public.vc_credentials as v where v.subject_id = person),
    'bookings', (select jsonb_agg(to_jsonb(b)) from public.service_bookings as b where b.profile_id = person)
  );
$$;

create or replace procedure private.erase_person(person uuid)
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.private_profiles
  set legal_name = null, birth_date = null, phone = null, email = null, address = null, tax_number = null
  where id = person;
  update public.profiles
  set username = 'gone_' || left(md5(person::text), 12), display_name = '', bio = null, avatar_path = null, is_active = false
  where id = person;
  update public.data_subject_requests set answered_at = now() where user_id = person and answered_at is null;
end;
$$;

comment on function private.export_personal_data(uuid) is 'Everything that is stored of a person, as one document.';
comment on procedure private.erase_person(uuid) is 'Blanks a person. Bookings stay: the law wants them kept.';

revoke execute on function private.export_personal_data(uuid) from public;
revoke execute on procedure private.erase_person(uuid) from public;
grant execute on function private.export_personal_data(uuid) to service_role;
grant execute on procedure private.erase_person(uuid) to service_role;

alter table public.data_subject_requests enable row level security;

create policy "People see their requests"
  on public.data_subject_requests for select to authenticated
  using (user_id = (select auth.uid()));

create policy "People ask for themselves"
  on public.data_subject_requests for insert to authenticated
  with check (user_id = (select auth.uid()) and answered_at is null);

grant select, insert on public.data_subject_requests to authenticated;
grant all on public.data_subject_requests to service_role;
