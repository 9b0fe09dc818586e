-- Stand-in of docgen for a shadow schema: jobs are listed and never run.
create schema cron;
grant usage on schema cron to public;
create table cron.job (
  jobid bigserial primary key,
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport integer not null default 5432,
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  unique (jobname, username)
);
create table cron.job_run_details (
  jobid bigint,
  runid bigserial primary key,
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamp with time zone,
  end_time timestamp with time zone
);
create function cron.schedule(schedule text, command text) returns bigint
begin atomic
  insert into cron.job (schedule, command) values (schedule, command) returning jobid;
end;
create function cron.schedule(job_name text, schedule text, command text) returns bigint
begin atomic
  insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
  on conflict on constraint job_jobname_username_key
  do update set schedule = excluded.schedule, command = excluded.command
  returning jobid;
end;
create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text, username text default null, active boolean default true
) returns bigint
begin atomic
  insert into cron.job (jobname, schedule, command, database, username, active)
  values (job_name, schedule, command, database, coalesce(username, current_user), active)
  on conflict on constraint job_jobname_username_key
  do update set schedule = excluded.schedule, command = excluded.command
  returning jobid;
end;
create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null, database text default null,
  username text default null, active boolean default null
) returns void
begin atomic
  update cron.job as job
  set schedule = coalesce(alter_job.schedule, job.schedule),
      command = coalesce(alter_job.command, job.command),
      active = coalesce(alter_job.active, job.active)
  where job.jobid = alter_job.job_id;
end;
create function cron.unschedule(job_id bigint) returns boolean
begin atomic
  delete from cron.job where jobid = job_id returning true;
end;
-- The real one raises an error for a job that does not exist: migrations rely on catching it.
create function cron.unschedule(job_name text) returns boolean
  language plpgsql
as $$
begin
  delete from cron.job where jobname = job_name;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name;
  end if;
  return true;
end
$$;
