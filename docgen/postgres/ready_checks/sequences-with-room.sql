select s.schemaname || '.' || s.sequencename as sequence, pg_catalog.trunc(100 * room.left_over) as per_cent_left
from pg_catalog.pg_sequences as s,
  lateral (
    select (case when s.increment_by > 0 then s.max_value - s.last_value else s.last_value - s.min_value end)::numeric
      / greatest(s.max_value::numeric - s.min_value, 1) as left_over
  ) as room
where not s.cycle and room.left_over < :room / 100.0 and s.schemaname || '.' || s.sequencename like any (:tables)
