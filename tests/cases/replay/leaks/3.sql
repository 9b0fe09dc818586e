create table there (id int);
drop role leaker;
