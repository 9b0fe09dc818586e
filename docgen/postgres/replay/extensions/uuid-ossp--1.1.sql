-- Stand-in of docgen for a shadow schema. v3 is exact; v1 is random and v5 is not SHA-1: good for a schema, not for data.
create function uuid_nil() returns uuid
  immutable strict parallel safe
  return '00000000-0000-0000-0000-000000000000'::uuid;
create function uuid_ns_dns() returns uuid
  immutable strict parallel safe
  return '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid;
create function uuid_ns_url() returns uuid
  immutable strict parallel safe
  return '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid;
create function uuid_ns_oid() returns uuid
  immutable strict parallel safe
  return '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid;
create function uuid_ns_x500() returns uuid
  immutable strict parallel safe
  return '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid;

create function uuid_generate_v4() returns uuid
  volatile strict parallel safe
  return gen_random_uuid();
create function uuid_generate_v1() returns uuid
  volatile strict parallel safe
  return overlay(gen_random_uuid()::text placing '1' from 15 for 1)::uuid;
create function uuid_generate_v1mc() returns uuid
  volatile strict parallel safe
  return overlay(gen_random_uuid()::text placing '1' from 15 for 1)::uuid;
create function uuid_generate_v3(namespace uuid, name text) returns uuid
  immutable strict parallel safe
  return overlay(
    overlay(
      md5(decode(replace(namespace::text, '-', ''), 'hex') || convert_to(name, 'UTF8')) placing '3' from 13 for 1
    )
    placing substr('89ab', 1 + get_byte(
      decode(md5(decode(replace(namespace::text, '-', ''), 'hex') || convert_to(name, 'UTF8')), 'hex'), 8) / 16 % 4, 1)
    from 17 for 1
  )::uuid;
create function uuid_generate_v5(namespace uuid, name text) returns uuid
  immutable strict parallel safe
  return overlay(
    overlay(
      encode(substr(sha256(decode(replace(namespace::text, '-', ''), 'hex') || convert_to(name, 'UTF8')), 1, 16), 'hex')
      placing '5' from 13 for 1
    )
    placing 'a' from 17 for 1
  )::uuid;
