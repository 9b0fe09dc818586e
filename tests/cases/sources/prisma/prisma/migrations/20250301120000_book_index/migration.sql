CREATE INDEX CONCURRENTLY "Book_title_idx" ON "Book" ("title");
