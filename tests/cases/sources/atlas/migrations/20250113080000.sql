alter table books add column title text;
