-- Phase 3: the bytes move to S3. Old rows keep their path until the copy job has seen them.

create type public.storage_backend as enum ('local', 's3');

alter table public.user_uploads
  add column backend public.storage_backend not null default 'local',
  add column s3_bucket text,
  add column s3_key text,
  add column s3_version_id text;

alter table public.user_uploads alter column path drop not null;
alter table public.user_uploads alter column backend set default 's3';

alter table public.user_uploads
  add constraint user_uploads_location
  check (
    case backend
      when 'local' then path is not null
      when 's3' then s3_bucket is not null and s3_key is not null
    end
  ) not valid;

alter table public.user_uploads validate constraint user_uploads_location;

create unique index user_uploads_s3_object_key
  on public.user_uploads (s3_bucket, s3_key)
  where backend = 's3';

comment on column public.user_uploads.path is 'Where the file was before S3; empty for newer ones.';
comment on column public.user_uploads.s3_key is 'Begins with the owner''s id, which the bucket policy relies on.';
comment on index public.user_uploads_s3_object_key is 'One register entry for each object in S3.';

create or replace view public.uploads_waiting_for_s3
with (security_invoker = true) as
select id, owner_id, path, byte_size, created_at
from public.user_uploads
where backend = 'local'
order by created_at;

comment on view public.uploads_waiting_for_s3 is 'What the copy job still has to do.';

grant select on public.uploads_waiting_for_s3 to service_role;
