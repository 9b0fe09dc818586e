-- Consents are recorded through these functions only; the table itself is closed to insert.

create or replace function public.record_consent(
  purpose public.consent_purpose,
  granted boolean,
  policy_version text
)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  new_id bigint;
begin
  update public.user_consent_tracking as decision
  set valid = tstzrange(lower(decision.valid), now())
  where decision.user_id = auth.uid()
    and decision.purpose = record_consent.purpose
    and upper_inf(decision.valid);
  insert into public.user_consent_tracking as decision (user_id, purpose, policy_version, granted)
  values (auth.uid(), record_consent.purpose, record_consent.policy_version, record_consent.granted)
  returning decision.id into new_id;
  return new_id;
end;
$$;

-- The same in the newest wording.
create or replace function public.record_consent(purpose public.consent_purpose, granted boolean)
returns bigint
language sql
security definer
set search_path = ''
as $$
  select public.record_consent(
    purpose,
    granted,
    (select version from public.policy_documents where withdrawn_at is null order by published_at desc limit 1)
  );
$$;

create or replace function public.has_consent(person uuid, purpose public.consent_purpose)
returns boolean
language sql
stable
parallel safe
begin atomic
  select coalesce(
    (
      select decision.granted
      from public.user_consent_tracking as decision
      where decision.user_id = has_consent.person
        and decision.purpose = has_consent.purpose
        and decision.valid @> now()
    ),
    has_consent.purpose = 'essential'
  );
end;

comment on function public.record_consent(public.consent_purpose, boolean, text) is
  'Ends the open decision on this purpose and records a new one. Gives its number.';
comment on function public.has_consent(uuid, public.consent_purpose) is
  'Whether a person agrees at this moment. Essential processing needs no consent.';

revoke execute on function public.record_consent(public.consent_purpose, boolean, text) from public, anon;
revoke execute on function public.record_consent(public.consent_purpose, boolean) from public, anon;
grant execute on function public.record_consent(public.consent_purpose, boolean, text) to authenticated;
grant execute on function public.record_consent(public.consent_purpose, boolean) to authenticated;
