-- settings kept for this database or for roles
select
  'setting' as kind,
  array[]::text[] as names,
  concat_ws(' ', 'of', case when s.setdatabase <> 0 then 'this database' end, 'role ' || r.rolname) as suffix,
  jsonb_build_object('settings', s.setconfig)::text as definition
from pg_db_role_setting s
left join pg_roles r on r.oid = s.setrole
where s.setdatabase in (0, (select d.oid from pg_database d where d.datname = current_database()))
  and (s.setrole >= 16384 or s.setdatabase >= 16384)
order by 3
