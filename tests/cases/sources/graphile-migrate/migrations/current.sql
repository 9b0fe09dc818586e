-- Enter migration here
grant select on books to :DATABASE_OWNER;
