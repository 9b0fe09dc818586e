create table basket (id int);
select format('create table made_%s ()', 1) \gexec
