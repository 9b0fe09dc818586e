-- Everything that a splitter may stumble over.
create table public.note (id int generated always as identity primary key, body text default 'a;b' not null);
create function public.twice(n int) returns int begin atomic select n; select n * 2; end;
create function public.touch() returns trigger language plpgsql as $body$
begin
  new.body := $$x;y$$ || E'\';' || "new"."body"; /* ; /* nested ; */ */
  return new;
end
$body$;
create trigger touch before insert on public.note for each row execute function public.touch();
insert into public.note (body) values ('first -- not a comment');
