-- file: 1.sql
create table a (b int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create policy "Own rows" on a using (b > 0);
create trigger touch before update on a for each row execute function f();
-- file: 2.sql
create policy "Own rows" on a using (b > 1);
create trigger touch before update on a for each row execute function f();
create or replace trigger touch before insert on a for each row execute function f();
-- expect: policy made twice | public.a."Own rows" | 1.sql:3 | 2.sql:1 | 42710
-- expect: trigger made twice | public.a.touch | 1.sql:4 | 2.sql:2 | 42710
