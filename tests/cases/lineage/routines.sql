-- what functions, triggers, policies and generated columns read and write
create schema app;
create table app.person (
  id bigint primary key, email text, name text, seen timestamptz, "Mixed" text,
  search text generated always as (lower(name) || email) stored
);
create table app.log (id bigint generated always as identity, who text, what text, at timestamptz);
create table app.copy (id bigint, mail text, state text);
create materialized view app.kept as select email from app.person;
create view app.mails as select mail from app.copy;

create policy own on app.person using (email = current_user) with check (name is not null);
create function app.log_person() returns trigger language plpgsql as $$
begin
  insert into app.log (who, what) values (new.email, old.name || tg_op);
  new.seen := now();
  new.name = trim(new."Mixed");
  return new;
end$$;
create trigger log_it before update of email, "Mixed" on app.person for each row
  when (old.id is distinct from new.id) execute function app.log_person();

create function app.a_sql(wanted bigint) returns text language sql stable as
  'select p.email from app.person p where p.id = wanted order by seen';
create function app.b_atomic() returns bigint language sql begin atomic
  insert into app.copy (id, mail) select id, email from app.person;
  select count(*) from app.copy;
end;
create function app.c_upsert() returns void language sql as $$
  with gone as (delete from app.log where at < now() returning who)
  insert into app.copy as c select 1, who, 'gone' from gone on conflict do nothing;
  update app.copy set (mail, state) = (select p.email, upper(p.name) from app.person p where p.id = copy.id);
  merge into app.copy c using app.person p on p.id = c.id
    when matched and c.state = 'x' then delete
    when matched then update set mail = p.name
    when not matched then insert (id, mail) values (p.id, p.email);
  truncate app.log;
$$;
create function app.d_unqualified() returns setof text language plpgsql set search_path = app as $$
declare
  found_email text;
  row_of person%rowtype;
  one record;
begin
  select email into found_email from person where id = 1;
  for one in select name as called from person loop
    perform one.called;
  end loop;
  if exists (select 1 from log where who = found_email) then
    return query select what from log;
  end if;
  row_of.email := found_email;
  refresh materialized view kept;
end$$;
create function app.e_dynamic(target text) returns void language plpgsql as $$
begin
  execute 'delete from app.log';
  execute format('delete from %I', target);
end$$;
create function app.f_passing() returns void language plpgsql as $$
begin
  create temp table passing (email text);
  insert into passing select email from app.person;
end$$;
create function app.g_everything(id bigint) returns setof app.person language sql as 'select * from app.person where id = $1';
create procedure app.h_nothing() language plpgsql as 'begin null; end';
create view app.z_through as select g.email, g.name from app.g_everything(1) g;
