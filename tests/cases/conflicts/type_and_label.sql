-- file: 1.sql
create type state as enum ('new', 'paid');
alter type state add value 'sent';
-- file: 2.sql
do $$ begin create type state as enum ('new', 'paid'); exception when duplicate_object then null; end $$;
do $$ begin create type state as enum ('new', 'lost'); exception when duplicate_object then null; end $$;
alter type state add value if not exists 'sent';
alter type state add value 'paid';
create type state as enum ('new');
-- expect: type redefined | public.state | 1.sql:1 | 2.sql:2 | -
-- expect: enum value made twice | public.state.paid | 1.sql:1 | 2.sql:4 | 42710
-- expect: type made twice | public.state | 1.sql:1 | 2.sql:5 | 42710
