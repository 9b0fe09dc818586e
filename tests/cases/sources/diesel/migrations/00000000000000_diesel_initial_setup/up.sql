create function diesel_manage() returns void language sql as 'select';
