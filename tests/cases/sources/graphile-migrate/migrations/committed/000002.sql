--! Previous: sha1:f034c98e568355a09f88169c8cee6ebe753a9537
--! Hash: sha1:50a586b7fd993724bc8edfd108b03b3e334eb787

--! no-transaction
create index concurrently books_id on books (id);
