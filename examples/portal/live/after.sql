-- Rows: enough to see why the third attempt at the code failed, "Basic" and "basic" would share one.

insert into auth.users (id, email, raw_user_meta_data) values
  ('00000000-0000-4000-8000-000000000001', 'member@example.org', '{"display_name": "A member"}'),
  ('00000000-0000-4000-8000-000000000002', 'partner@example.org', '{"display_name": "A partner"}'),
  ('00000000-0000-4000-8000-000000000003', 'admin@example.org', '{"display_name": "An administrator"}');

insert into public.user_roles (user_id, role) values
  ('00000000-0000-4000-8000-000000000002', 'partner'),
  ('00000000-0000-4000-8000-000000000003', 'admin');

insert into public.service_packages (name, description, sort_order) values
  ('basic', 'Made by hand in May, meant to replace Basic', 11);

insert into public.partners (slug, name, status) values ('example', 'Example Partner', 'active');
insert into public.partner_members (partner_id, user_id, is_owner)
select id, '00000000-0000-4000-8000-000000000002', true from public.partners;

-- What nobody wrote a migration for.

alter table public.user_uploads alter column mime_type type varchar(80);
create index tmp_bookings_by_day on public.service_bookings (booked_at);
drop policy "Partners read their bookings" on public.service_bookings;
alter table public.profiles disable trigger profiles_set_updated_at;
alter table public.service_bookings drop constraint service_bookings_quantity_positive;
alter table public.service_bookings
  add constraint service_bookings_quantity_positive check (quantity > 0) not valid;
