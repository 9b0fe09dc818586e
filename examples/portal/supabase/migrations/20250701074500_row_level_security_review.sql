-- Review of all policies: one call of auth.uid() per statement, and nobody past the policies.

drop policy if exists "People change their own profile" on public.profiles;
create policy "People change their own profile"
  on public.profiles for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

drop policy if exists "Owners see their uploads" on public.user_uploads;
create policy "Owners see their uploads"
  on public.user_uploads for select to authenticated
  using (owner_id = (select auth.uid()));

create policy "Owners delete their uploads"
  on public.user_uploads for delete to authenticated
  using (owner_id = (select auth.uid()) or public.authorize('uploads.delete_any'));

alter policy "People see their own bookings" on public.service_bookings
  using (profile_id = (select auth.uid()));

-- Whoever is switched off sees nothing of their own, whatever other policies say.
create policy "Only active people"
  on public.private_profiles as restrictive for all to authenticated
  using (exists (select from public.profiles as p where p.id = private_profiles.id and p.is_active));

comment on policy "Only active people" on public.private_profiles is
  'Restrictive: an inactive account does not read its private profile.';

alter table public.private_profiles force row level security;
alter table public.user_consent_tracking force row level security;

grant delete on public.user_uploads to authenticated;
revoke truncate, references, trigger on all tables in schema public from anon, authenticated;
