insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true) on conflict (id) do nothing;
create policy "Own folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = auth.uid()::text and storage.extension(name) = 'png');
alter publication supabase_realtime add table public.profiles;
alter table public.profiles replica identity full;
select cron.schedule('nightly', '0 3 * * *', $$select net.http_post('https://example.org')$$);
select vault.create_secret('value', 'name');
alter default privileges in schema public revoke execute on functions from anon;
create policy "Presence" on realtime.messages for select to authenticated using (realtime.topic() = 'room');
comment on schema public is 'ours';
alter role authenticator set pgrst.db_aggregates_enabled = 'true';
notify pgrst, 'reload config';
