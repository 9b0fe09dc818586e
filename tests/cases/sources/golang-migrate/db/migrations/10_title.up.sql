alter table books add column title text;
alter table books alter column title set not null;
