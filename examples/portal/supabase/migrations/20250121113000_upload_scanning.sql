-- Uploads are scanned before anybody may fetch them.
alter type public.upload_status add value if not exists 'scanning' before 'ready';
alter type public.upload_status add value 'quarantined' after 'ready';

alter table public.user_uploads add column if not exists scanned_at timestamptz;
alter table public.user_uploads add column scan_report jsonb;

comment on column public.user_uploads.scan_report is 'What the scanner said, as it said it.';
