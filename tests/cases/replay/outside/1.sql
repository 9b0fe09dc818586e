create type public.mood as enum ('good');
create table public.day (id int primary key, mood public.mood);
create index concurrently day_mood on public.day (mood);
vacuum public.day;
