-- Stand-in of docgen for a shadow schema.
create function fips_mode() returns boolean
  volatile strict parallel safe
  return false;
