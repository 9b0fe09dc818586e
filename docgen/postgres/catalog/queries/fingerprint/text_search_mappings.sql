-- which dictionaries a text search configuration asks for a kind of token
select
  'text search mapping' as kind,
  array[]::text[] as names,
  format('%s token %s number %s', m.mapcfg::regconfig, m.maptokentype, m.mapseqno) as suffix,
  jsonb_build_object('dictionary', m.mapdict::regdictionary::text)::text as definition
from pg_ts_config_map m
where m.mapcfg >= 16384
order by 3
