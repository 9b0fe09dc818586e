-- A database with a subscription cannot be dropped.
alter subscription rare_copy set (slot_name = none);
drop subscription rare_copy;
