-- The same for partners: staging had lost its constraint.
alter table public.partners
  add constraint partners_slug_key unique (slug);
