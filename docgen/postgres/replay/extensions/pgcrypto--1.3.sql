-- Stand-in of docgen for a shadow schema: same names and types, no cryptography. Good for a schema, not for data.
create function gen_random_uuid() returns uuid
  volatile parallel safe
  return pg_catalog.gen_random_uuid();
create function gen_random_bytes(integer) returns bytea
  volatile strict parallel safe
  return (
    select substr(decode(string_agg(replace(pg_catalog.gen_random_uuid()::text, '-', ''), ''), 'hex'), 1, $1)
    from generate_series(0, $1 / 16)
  );

create function digest(bytea, text) returns bytea
  immutable strict parallel safe
  return case lower($2)
    when 'md5' then decode(md5($1), 'hex')
    when 'sha1' then substr(sha256($1), 1, 20)
    when 'sha224' then sha224($1)
    when 'sha384' then sha384($1)
    when 'sha512' then sha512($1)
    else sha256($1)
  end;
create function digest(text, text) returns bytea
  immutable strict parallel safe
  return digest(convert_to($1, 'UTF8'), $2);
create function hmac(bytea, bytea, text) returns bytea
  immutable strict parallel safe
  return digest($2 || $1, $3);
create function hmac(text, text, text) returns bytea
  immutable strict parallel safe
  return digest(convert_to($2 || $1, 'UTF8'), $3);

-- crypt(password, stored) = stored holds for the right password, as with the real ones.
create function gen_salt(text) returns text
  volatile strict parallel safe
  return '$' || rpad($1, 4, '_') || '$' || substr(md5(random()::text), 1, 10);
create function gen_salt(text, integer) returns text
  volatile strict parallel safe
  return gen_salt($1);
create function crypt(text, text) returns text
  immutable strict parallel safe
  return substr($2, 1, 16) || md5($1 || substr($2, 1, 16));

create function encrypt(bytea, bytea, text) returns bytea
  immutable strict parallel safe return $1;
create function decrypt(bytea, bytea, text) returns bytea
  immutable strict parallel safe return $1;
create function encrypt_iv(bytea, bytea, bytea, text) returns bytea
  immutable strict parallel safe return $1;
create function decrypt_iv(bytea, bytea, bytea, text) returns bytea
  immutable strict parallel safe return $1;

create function pgp_sym_encrypt(text, text) returns bytea
  volatile strict parallel safe return convert_to($1, 'UTF8');
create function pgp_sym_encrypt(text, text, text) returns bytea
  volatile strict parallel safe return convert_to($1, 'UTF8');
create function pgp_sym_encrypt_bytea(bytea, text) returns bytea
  volatile strict parallel safe return $1;
create function pgp_sym_encrypt_bytea(bytea, text, text) returns bytea
  volatile strict parallel safe return $1;
create function pgp_sym_decrypt(bytea, text) returns text
  immutable strict parallel safe return convert_from($1, 'UTF8');
create function pgp_sym_decrypt(bytea, text, text) returns text
  immutable strict parallel safe return convert_from($1, 'UTF8');
create function pgp_sym_decrypt_bytea(bytea, text) returns bytea
  immutable strict parallel safe return $1;
create function pgp_sym_decrypt_bytea(bytea, text, text) returns bytea
  immutable strict parallel safe return $1;
create function pgp_pub_encrypt(text, bytea) returns bytea
  volatile strict parallel safe return convert_to($1, 'UTF8');
create function pgp_pub_encrypt(text, bytea, text) returns bytea
  volatile strict parallel safe return convert_to($1, 'UTF8');
create function pgp_pub_decrypt(bytea, bytea) returns text
  immutable strict parallel safe return convert_from($1, 'UTF8');
create function pgp_pub_decrypt(bytea, bytea, text) returns text
  immutable strict parallel safe return convert_from($1, 'UTF8');
create function pgp_pub_decrypt(bytea, bytea, text, text) returns text
  immutable strict parallel safe return convert_from($1, 'UTF8');
create function pgp_key_id(bytea) returns text
  immutable strict parallel safe return encode(substr(sha256($1), 1, 8), 'hex');
create function armor(bytea) returns text
  immutable strict parallel safe return encode($1, 'base64');
create function dearmor(text) returns bytea
  immutable strict parallel safe return decode($1, 'base64');
