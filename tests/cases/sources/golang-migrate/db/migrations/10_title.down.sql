alter table books drop column title;
