-- Books that members borrow.
create table public.books (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.books enable row level security;
