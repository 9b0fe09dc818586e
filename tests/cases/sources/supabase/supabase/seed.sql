insert into public.books (title) values ('Seed');
