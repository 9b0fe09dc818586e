-- every way in which a view can be made of columns
create schema shop;
create type shop.address as (street text, city text);
create table shop.customer (
  id bigint primary key, email text not null, name text, home shop.address, born date,
  extra jsonb, tags text[], parent_id bigint references shop.customer
);
create table shop.orders (
  id bigint primary key, customer_id bigint references shop.customer, placed_at timestamptz, total numeric,
  note text, document xml
);
create table shop.line (order_id bigint, number int, product text, price numeric, primary key (order_id, number));
create table shop."Mixed Case" (id bigint, "E-Mail" text, "select" text, "a.b" text, "quo""te" text);
create function shop.steps(bigint) returns table (step int, label text) language sql as 'select 1, ''a''';

create view shop.v01_plain as select * from shop.customer;
create view shop.v02_alias as select c.email as mail, c.name::varchar(10) as short, lower(c.email) as lowered from shop.customer c;
create view shop.v03_join as
  select c.email, o.total, l.product from shop.customer c
  join shop.orders o on o.customer_id = c.id left join shop.line l on l.order_id = o.id where c.born > '2000-01-01';
create view shop.v04_using as select id, a.name, b.note from shop.customer a join shop.orders b using (id);
create view shop.v05_full as select id, a.name, b.note from shop.customer a full join shop.orders b using (id);
create view shop.v06_cte as
  with big as (select customer_id, sum(total) as spent from shop.orders group by customer_id)
  select c.email, big.spent, big.spent / 2 as half from big join shop.customer c on c.id = big.customer_id;
create view shop.v07_recursive as
  with recursive up (id, email, path, depth) as (
    select id, email, name, 1 from shop.customer where parent_id is null
    union all
    select c.id, c.email, up.path || c.email, up.depth + 1 from shop.customer c join up on up.id = c.parent_id
  ) select id, email, path, depth from up;
create view shop.v08_union as
  select email as contact, 'customer' as kind from shop.customer union select note, upper(note) from shop.orders;
create view shop.v09_window as
  select id, row_number() over (partition by customer_id order by placed_at) as nth,
    lag(total) over w as before from shop.orders window w as (partition by customer_id order by id);
create view shop.v10_lateral as
  select c.email, last.placed_at from shop.customer c
  left join lateral (select o.placed_at from shop.orders o where o.customer_id = c.id order by o.id desc limit 1) last on true;
create view shop.v11_functions as
  select c.id, s.step, s.label, t.tag, t.nth from shop.customer c, shop.steps(c.id) s, unnest(c.tags) with ordinality t(tag, nth);
create view shop.v12_json as
  select extra ->> 'phone' as phone, (extra #> '{a,b}')::text as deep, extra -> 'list' -> 0 as first from shop.customer;
create view shop.v13_json_table as
  select c.id, k.key, k.value from shop.customer c, jsonb_each(c.extra) k;
create view shop.v14_aggregate as
  select customer_id, count(*) as orders, sum(total) filter (where note is not null) as noted,
    string_agg(note, ',' order by placed_at) as notes, percentile_cont(0.5) within group (order by total) as middle
  from shop.orders group by customer_id having max(id) > 1;
create view shop.v15_subquery as
  select c.email, (select max(o.total) from shop.orders o where o.customer_id = c.id) as most,
    exists (select 1 from shop.line l where l.order_id = c.id) as has_lines,
    c.id in (select customer_id from shop.orders) as ordered from shop.customer c;
create view shop.v16_values as
  select v.code, v.label, c.email from (values (1, 'one'), (2, 'two')) v(code, label) join shop.customer c on c.id = v.code;
create view shop.v17_quoted as
  select "E-Mail", "select", "a.b" || "quo""te" as "Ünïcode ""x""" from shop."Mixed Case" "M M" order by "select";
create view shop.v18_chain as select mail, lowered as again from shop.v02_alias;
create view shop.v19_composite as select (home).city, home, c as whole, row(c.name, c.email)::shop.address as pair from shop.customer c;
create view shop.v20_case as
  select case when total is distinct from 0 then note else 'none' end as text, total between 1 and 2 as some,
    extract(year from placed_at) as year from shop.orders;
create view shop.v21_nothing as select 1 as one, now() as moment, current_user as who;
create view shop.v22_renamed (a, b) as select x.i, x.e from shop.customer as x(i, e);
create view shop.v23_joined_alias as
  select j.n, j.p from (shop.orders o join shop.line l on l.order_id = o.id) as j(a, b, c, d, n, f, g, h, p);
create view shop.v24_sets as
  select id from shop.customer except (select customer_id from shop.orders intersect select order_id from shop.line) order by 1;
create view shop.v25_grouping as
  select customer_id, note, grouping(note) as level, sum(total) as total from shop.orders group by rollup (customer_id, note);
create view shop.v26_unused as
  with seen as (select id, name, born from shop.customer), never as (select note from shop.orders)
  select id from seen;
create view shop.v27_nested as
  select outermost.total * 2 as double from (select inner_.t as total from (select total as t, note from shop.orders) inner_) outermost;
create view shop.v28_distinct as select distinct on (customer_id) customer_id, total from shop.orders order by customer_id, placed_at desc;
create view shop.v29_count_rows as select count(o.*) as rows, count(*) as all from shop.orders o;
create view shop.v30_natural as select * from shop.customer natural join (select id, note from shop.orders) n;
create view shop.v31_same_name as select id, id as customer_id, email as id2 from shop.customer order by id;
create view shop.v32_xml as
  select o.id, x.title from shop.orders o,
    xmltable('/a' passing o.document columns title text path 'b', place for ordinality) x;
create view shop.v33_rows_from as
  select c.id, r.a, r.b from shop.customer c, rows from (unnest(c.tags), generate_series(1, c.id)) as r(a, b);
create view shop.v34_sample as select id from shop.orders tablesample system (10);
create view shop.v35_array as
  select array(select l.product from shop.line l where l.order_id = o.id) as products, tags.tags[1] as first
  from shop.orders o join shop.customer tags on tags.id = o.customer_id;
create view shop.v36_cycle as
  with recursive up(id, parent) as (
    select id, parent_id from shop.customer union all select c.id, c.parent_id from shop.customer c join up on c.parent_id = up.id
  ) search depth first by id set ordered cycle id set is_cycle using path
  select id, parent, ordered::text, is_cycle, path::text from up;
create materialized view shop.v37_kept as select email, again from shop.v18_chain join shop.customer on email = mail;
