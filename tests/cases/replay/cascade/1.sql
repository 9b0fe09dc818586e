create table public.place (
  id int primary key,
  shape missing_type not null
);

create index place_shape on public.place (shape);
create table public.kept (id int primary key);
