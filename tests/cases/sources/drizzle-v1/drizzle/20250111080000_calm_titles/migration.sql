ALTER TABLE "books" ADD COLUMN "title" text;
