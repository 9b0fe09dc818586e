-- Two people with an upload each; their profiles and roles are made by the trigger on auth.users.

insert into auth.users (id, email, raw_user_meta_data) values
  ('00000000-0000-4000-8000-00000000000a', 'anna@example.org', '{"display_name": "Anna"}'),
  ('00000000-0000-4000-8000-00000000000b', 'ben@example.org', '{"display_name": "Ben"}');

insert into public.user_uploads (owner_id, s3_bucket, s3_key, mime_type, byte_size) values
  ('00000000-0000-4000-8000-00000000000a', 'uploads', 'a/1', 'application/pdf', 1),
  ('00000000-0000-4000-8000-00000000000b', 'uploads', 'b/1', 'application/pdf', 1);
