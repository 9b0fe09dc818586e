create table orders (id bigserial primary key, code text default 'x' check (code <> ''), parent bigint references orders);
create table if not exists orders (id int);
alter table orders add column if not exists code text;
alter table orders
  add column total int unique,
  add column note text not null default '';
alter table orders alter column id type numeric;
alter table orders alter total set not null, alter note drop not null, alter note drop default;
alter table orders rename column total to amount;
alter table orders rename constraint orders_code_check to code_given;
alter table orders rename to bills;
alter table bills enable row level security;
alter table bills force row level security, disable trigger user;
alter table bills add constraint later check (amount > 0) not valid;
alter table bills validate constraint later;
create index if not exists by_note on bills (note);
create index if not exists by_note on bills (note);
alter index by_note rename to bills_by_note;
comment on column bills.note is 'What was noted.';
comment on table bills is 'Bills.';
alter table bills drop constraint code_given, drop column amount;
create sequence numbers;
alter sequence numbers increment 2;
create temporary table passing (id int);
create table bills_copy as select * from bills;
drop table if exists nothing, bills_copy;
drop table bills cascade;
