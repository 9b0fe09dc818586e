create table here (id int);
create temp table pad (id int);
do $$ begin execute format('alter database %I set search_path = other', current_database()); end $$;
