--
-- PostgreSQL database dump
--
\restrict Zm9vYmFy

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
SET default_tablespace = '';
CREATE TABLE public.fruit (
    id integer NOT NULL,
    name text
);
COPY public.fruit (id, name) FROM stdin;
1	apple; select 'not SQL'
2	\N
3	back\\slash
\.

COPY public.missing (id) FROM stdin;
1
\.

\connect other
ALTER TABLE ONLY public.fruit
    ADD CONSTRAINT fruit_pkey PRIMARY KEY (id);
\unrestrict Zm9vYmFy
