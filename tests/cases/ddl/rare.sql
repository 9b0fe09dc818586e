-- Objects of rare kinds that rest on each other, and what rests on them.
create schema rare;
create schema "Odd Names";
create type rare.pair as (a integer, b integer);
create function rare.pair_first(rare.pair) returns integer language sql immutable strict as 'select $1.a';
create function rare.pair_eq(rare.pair, rare.pair) returns boolean language sql immutable strict as 'select rare.pair_first($1) = rare.pair_first($2)';
create function rare.pair_ne(rare.pair, rare.pair) returns boolean language sql immutable strict as 'select $1.a <> $2.a';
create function rare.pair_lt(rare.pair, rare.pair) returns boolean language sql immutable strict as 'select $1.a < $2.a';
create function rare.pair_gt(rare.pair, rare.pair) returns boolean language sql immutable strict as 'select $1.a > $2.a';
create function rare.pair_cmp(rare.pair, rare.pair) returns integer language sql immutable strict as 'select $1.a - $2.a';
create function rare.pair_int_lt(rare.pair, integer) returns boolean language sql immutable strict as 'select $1.a < $2';
create function rare.pair_int_cmp(rare.pair, integer) returns integer language sql immutable strict as 'select $1.a - $2';
create function rare.minus(rare.pair) returns integer language sql immutable strict as 'select -$1.a';
create operator rare.=== (leftarg = rare.pair, rightarg = rare.pair, function = rare.pair_eq, commutator = operator(rare.===), negator = operator(rare.<!>), restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator rare.<!> (leftarg = rare.pair, rightarg = rare.pair, function = rare.pair_ne, negator = operator(rare.===));
create operator rare.<<< (leftarg = rare.pair, rightarg = rare.pair, function = rare.pair_lt, commutator = operator(rare.>>>));
create operator rare.>>> (leftarg = rare.pair, rightarg = rare.pair, function = rare.pair_gt, commutator = operator(rare.<<<));
create operator rare.<<< (leftarg = rare.pair, rightarg = integer, function = rare.pair_int_lt);
create operator rare.- (rightarg = rare.pair, function = rare.minus);
create operator "Odd Names".<<< (leftarg = rare.pair, rightarg = integer, function = rare.pair_int_lt);
alter operator rare.<<< (rare.pair, integer) owner to docgen_owner;
comment on operator rare.=== (rare.pair, rare.pair) is 'Looks at a only; it''s quick.';
comment on operator rare.- (none, rare.pair) is 'The other way round.';
create operator class rare.pair_ops default for type rare.pair using btree as operator 1 rare.<<<, operator 3 rare.===, operator 5 rare.>>>, function 1 rare.pair_cmp(rare.pair, rare.pair);
comment on operator class rare.pair_ops using btree is 'By a.';
alter operator family rare.pair_ops using btree add operator 1 rare.<<< (rare.pair, integer), function 1 (rare.pair, integer) rare.pair_int_cmp(rare.pair, integer);
create operator family rare.wide_ops using btree;
comment on operator family rare.wide_ops using btree is 'Empty.';
create operator family "Odd Names"."group" using hash;
create operator class "Odd Names".hashed for type rare.pair using hash family "Odd Names"."group" as operator 1 rare.===;
create cast (rare.pair as integer) with function rare.pair_first(rare.pair) as assignment;
create cast (rare.pair as text) with inout as implicit;
comment on cast (rare.pair as integer) is 'The first of the two.';
create type rare.mood as enum ('sad', 'glad');
create cast (varchar as rare.mood) with inout as implicit;
create domain "Odd Names".word as text;
create text search template rare.pattern (init = dsimple_init, lexize = dsimple_lexize);
create text search parser rare.tokens (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search dictionary rare.plain (template = rare.pattern, stopwords = english, accept = false);
create text search dictionary "Odd Names"."select" (template = pg_catalog.simple);
alter text search dictionary rare.plain owner to docgen_owner;
comment on text search dictionary rare.plain is 'No stems.';
create text search configuration rare.words (parser = rare.tokens);
alter text search configuration rare.words add mapping for asciiword, word with rare.plain, "Odd Names"."select", simple;
alter text search configuration rare.words add mapping for numword with simple;
comment on text search configuration rare.words is 'For titles.';
comment on text search parser rare.tokens is 'As usual.';
comment on text search template rare.pattern is 'As simple.';
create conversion rare.latin_to_utf8 for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create access method rare_heap type table handler heap_tableam_handler;
comment on access method rare_heap is 'As heap.';
create trusted language rare_language handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
revoke usage on language rare_language from public;
grant usage on language rare_language to docgen_reader;
create foreign data wrapper rare_wrapper options (debug 'true');
grant usage on foreign data wrapper rare_wrapper to docgen_reader;
create server elsewhere foreign data wrapper rare_wrapper;
create function rare.loud() returns integer language rare_language as 'begin return 1; end';
create table rare.pairs (
  id integer primary key,
  it rare.pair check (it operator(rare.<<<) 9),
  title text,
  found tsvector generated always as (to_tsvector('rare.words', title)) stored
);
create index pairs_it on rare.pairs (it rare.pair_ops);
create index pairs_words on rare.pairs using gin (to_tsvector('rare.words'::regconfig, title));
create view rare.same as select p.id from rare.pairs p join rare.pairs q on p.it operator(rare.===) q.it where (p.it)::integer > 1;
