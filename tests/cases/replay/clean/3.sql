create rule guard as on delete to public.note do instead (select 1; select 2);
