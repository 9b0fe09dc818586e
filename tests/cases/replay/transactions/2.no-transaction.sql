BEGIN;
create table public.seven (id int);
release savepoint nothing;
END;
BEGIN;
create table public.eight (id int);
