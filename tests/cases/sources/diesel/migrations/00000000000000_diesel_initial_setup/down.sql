drop function diesel_manage();
