-- Run on a guarded server as its superuser, when a preset has made its roles: they are none but in name, and postgres may
-- act as any of them, as a superuser could.
do $$
declare
  one record;
  later bool := current_setting('server_version_num')::int4 >= 160000;
begin
  for one in
    select r.rolname, r.rolsuper, exists (
      select from pg_auth_members m where m.roleid = r.oid and m.member = 'postgres'::regrole
    ) as known
    from pg_roles r
    where r.oid >= 16384 and r.rolname not in ('postgres', '{marker}')
    order by r.rolname
  loop
    if one.rolsuper then
      execute format('alter role %I nosuperuser', one.rolname);
      execute format('grant {marker} to %I', one.rolname);
    end if;
    if one.known or not later then
      execute format('grant %I to postgres with admin option', one.rolname);
    else
      -- Two grants: the one that postgres gives itself is not shown.
      execute format('grant %I to postgres with admin true, inherit false, set false', one.rolname);
      execute format('grant %I to postgres with inherit true, set true granted by postgres', one.rolname);
    end if;
  end loop;
end
$$;
