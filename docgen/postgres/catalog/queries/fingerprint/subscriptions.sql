-- subscriptions
select
  'subscription' as kind,
  array[s.subname]::text[] as names,
  '' as suffix,
  jsonb_build_object(
    'owner', s.subowner::regrole::text, 'enabled', s.subenabled, 'publications', s.subpublications
  )::text as definition
from pg_subscription s
where s.oid >= 16384
order by 2
