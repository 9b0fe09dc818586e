CREATE TABLE "books" ("id" bigint PRIMARY KEY);
--> statement-breakpoint
CREATE INDEX "books_id" ON "books" ("id");
