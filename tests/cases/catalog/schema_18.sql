-- What only PostgreSQL 18 knows.
create schema new;
create extension btree_gist schema new;
create table new.prices (
  id int,
  valid daterange,
  net numeric not null,
  gross numeric generated always as (net * 1.19) virtual,
  code text constraint code_is_given not null,
  label text,
  primary key (id, valid without overlaps),
  constraint prices_net_check check (net > 0) not enforced
);
alter table new.prices add constraint label_wanted not null label not valid;
create table new.bookings (
  id int primary key,
  price_id int,
  during daterange,
  constraint bookings_price_fk foreign key (price_id, period during) references new.prices (id, period valid)
);
create table new.loose (price_id int references new.bookings (id) not enforced);
