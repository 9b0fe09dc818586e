-- file: 1_first.sql
CREATE TABLE rates (id bigint PRIMARY KEY, code text, price numeric DEFAULT 1, n int NOT NULL, CHECK (price > 0));
ALTER TABLE rates ALTER COLUMN code SET DEFAULT 'a', ADD CONSTRAINT rates_code UNIQUE (code);
-- file: 2_same.sql
CREATE TABLE IF NOT EXISTS rates (
  id bigint NOT NULL, code text DEFAULT ('a'), price numeric DEFAULT 1, n int NOT NULL, UNIQUE (code)
);
-- file: 3_other.sql
CREATE TABLE IF NOT EXISTS rates (
  id bigint PRIMARY KEY, code text NOT NULL, price numeric DEFAULT 2 CHECK (price >= 0), n int, UNIQUE (code, n)
);
ALTER TABLE rates ADD COLUMN IF NOT EXISTS n int NOT NULL DEFAULT 0;
-- file: 4_renamed.sql
ALTER TABLE rates RENAME COLUMN code TO word;
ALTER TABLE rates RENAME TO prices;
CREATE TABLE IF NOT EXISTS prices (
  id bigint PRIMARY KEY, word text DEFAULT 'a' UNIQUE, price numeric DEFAULT 1 CHECK (price > 0), n int NOT NULL
);
-- expect: table redefined | public.rates | 1_first.sql:1 | 3_other.sql:1 | -
-- expect: column redefined | public.rates.n | 1_first.sql:1 | 3_other.sql:4 | -
-- difference: code has DEFAULT 'a' in the first, no default in the second
-- difference: code has NULL allowed in the first, NOT NULL in the second
-- difference: price has DEFAULT 1 in the first, DEFAULT 2 in the second
-- difference: n has NOT NULL in the first, NULL allowed in the second
-- difference: CHECK (price >= 0) is only in the second
-- difference: UNIQUE (code, n) is only in the second
-- difference: n has no default in the first, DEFAULT 0 in the second
