create index concurrently day_id on public.day (id);
create index concurrently day_id on public.day (id);
reindex table concurrently public.day;
