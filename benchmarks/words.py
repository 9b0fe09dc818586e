"""Words: what the generated databases call their objects, and the columns that their tables have."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = _words(
    """
    account address agent alert asset audit batch bill booking branch budget campaign cart case catalog
    channel claim client comment contract coupon course credit customer delivery deposit device discount
    document draft event expense export feature feedback file form grade group guest holiday image
    import invoice item job journal key label lead ledger lesson letter license limit list loan location
    log machine member message meter metric note notice offer order owner package page parcel partner
    payment permit person phone plan plot policy position price process product profile project quota
    quote rating receipt recipe record refund region rental report request resource review reward role
    room route rule sale sample schedule score season section sensor service session shift shipment
    signal site slot source space stage station step stock store student supplier survey tag target task
    tax team template term ticket token tool tour trade transfer trip unit update upload user vehicle
    vendor version visit vote voucher wallet warehouse webhook work zone
    """
)
KINDS = _words("archive assignment balance change detail entry history index line link map option part queue set state")

# Name, type, what follows the type.
ATTRIBUTES = (
    ("name", "text", "not null"),
    ("title", "varchar(200)", "not null default ''"),
    ("description", "text", ""),
    ("slug", "text", "not null"),
    ("code", "varchar(40)", ""),
    ("email", "text", ""),
    ("amount", "numeric(12,2)", "not null default 0"),
    ("quantity", "integer", "not null default 1"),
    ("ratio", "double precision", ""),
    ("position_number", "smallint", "default 0"),
    ("is_active", "boolean", "not null default true"),
    ("is_public", "boolean", "not null default false"),
    ("starts_on", "date", "default current_date"),
    ("ends_on", "date", ""),
    ("published_at", "timestamptz", ""),
    ("expires_at", "timestamptz", "default (now() + interval '30 days')"),
    ("settings", "jsonb", "not null default '{}'::jsonb"),
    ("payload", "jsonb", ""),
    ("tags", "text[]", "not null default '{}'::text[]"),
    ("external_id", "uuid", "default gen_random_uuid()"),
    ("checksum", "bytea", ""),
    ("ip_address", "inet", ""),
    ("period", "tstzrange", ""),
    ("country", "char(2)", "not null default 'DE'"),
    ("locale", "text", "not null default 'de-DE'"),
    ("note", "text", ""),
    ("version_number", "bigint", "not null default 1"),
    ("duration", "interval", ""),
)
# The check of a column, where it has one.
CHECKS = {
    "amount": "amount >= 0",
    "quantity": "quantity > 0 and quantity < 100000",
    "ratio": "ratio between 0 and 1",
    "position_number": "position_number >= 0",
    "slug": "slug ~ '^[a-z0-9-]+$'",
    "email": "email like '%@%'",
    "country": "country = upper(country)",
    "version_number": "version_number > 0",
    "ends_on": "ends_on is null or ends_on > date '2000-01-01'",
    "title": "length(title) <= 200",
}
# The further indexes of a column: method and expression, predicate, included columns.
INDEXES = {
    "name": ("", "lower(name)", ""),
    "slug": ("", "slug", "slug <> ''"),
    "email": ("", "lower(email)", "email is not null"),
    "published_at": ("", "published_at desc nulls last", "published_at is not null"),
    "expires_at": ("using brin", "expires_at", ""),
    "settings": ("using gin", "settings jsonb_path_ops", ""),
    "tags": ("using gin", "tags", ""),
    "period": ("using gist", "period", ""),
    "code": ("", "code", ""),
    "starts_on": ("", "starts_on, id", ""),
}
