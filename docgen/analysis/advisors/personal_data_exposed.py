"""A column whose name speaks of a secret or a person, in a table that the API's roles read without row-level security.

Anyone with the public key reads it. The name is all that is known: a column of another name may hold the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.advice import Advice, api_grantees, has_api_roles
from docgen.model.catalog import Catalog
from docgen.model.finding import Severity

SEVERITY: Severity = "error"
REMEDY = (
    "ALTER TABLE ... ENABLE ROW LEVEL SECURITY with a policy for its owner; or move the column to a private schema."
)
# The names are those of the check below; the query leaves a few out.
QUERY = """
    select n.nspname as schema, t.relname as table, a.attname as column
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class t on t.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where t.relkind in ('r', 'p') and not t.relrowsecurity and not a.attisdropped
      and a.attname ~* '(password|passphrase|secret|token|api_?key|private_key|otp|ssn|iban|passport|credit_card)'
      and exists (
        select from pg_catalog.aclexplode(t.relacl) g left join pg_catalog.pg_roles r on r.oid = g.grantee
        where g.privilege_type = 'SELECT' and (g.grantee = 0 or r.rolname in ('anon', 'authenticated'))
      )
    order by 1, 2, 3;
"""
_READ = frozenset(("all", "select"))
_WORDS = frozenset((
    # what lets somebody in
    "password", "passwd", "pwd", "passphrase", "secret", "secret_key", "private_key", "api_key", "apikey", "auth_key",
    "token", "jwt", "access_token", "refresh_token", "oauth_token", "session_token", "bearer_token", "auth_code",
    "session_id", "session_key", "session_secret", "recovery_code", "backup_code", "verification_code", "otp",
    "two_factor", "2fa_secret", "2fa_code", "pgp_key", "gpg_key", "ssh_key", "certificate", "license_key",
    "activation_key", "password_hash", "hashed_password", "encrypted_password", "client_secret", "webhook_secret",
    # who somebody is
    "ssn", "social_security", "social_security_number", "driver_license", "drivers_license", "license_number",
    "passport_number", "passport_id", "national_id", "tax_id", "date_of_birth", "birth_date", "facial_recognition",
    # what somebody owns or suffers from
    "credit_card", "card_number", "cvv", "cvc", "cvn", "bank_account", "account_number", "routing_number", "iban",
    "swift_code", "bic", "health_record", "medical_record", "patient_id", "insurance_number", "health_insurance",
    "medical_insurance", "treatment",
    # which device somebody has
    "mac_address", "macaddr", "imei", "device_uuid",
))  # fmt: skip


def check(catalog: Catalog) -> Iterator[Advice]:
    """Tables without row-level security that the API's roles read, with the columns that speak of such things."""
    if not has_api_roles(catalog):
        return
    for relation in catalog.relations:
        if relation.kind not in ("table", "partitioned table") or relation.row_security:
            continue
        names = [one.name for one in relation.columns if one.name.lower().replace("-", "_") in _WORDS]
        grantees = api_grantees(relation.grants, _READ)
        if names and grantees:
            message = f"Table {relation.id} shows {', '.join(names)} to {grantees}: its row-level security is off."
            yield Advice(str(relation.id), message)
