"""Extensions: which of them the target has, in which version, and what rests on the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.analysis.portability.dependents import Dependents, distinct
from docgen.analysis.portability.obstacle import obstacle
from docgen.analysis.target import Target
from docgen.model.catalog import Catalog, Extension
from docgen.model.name import quote
from docgen.model.portability import Dependent, Obstacle

# What people write of an extension, as its documentation calls it: an extension's own objects are not in the catalog.
OBJECTS: dict[str, tuple[str, ...]] = {
    "citext": ("citext",),
    "cube": ("cube",),
    "fuzzystrmatch": ("levenshtein", "soundex", "metaphone", "dmetaphone", "daitch_mokotoff"),
    "hstore": ("hstore",),
    "http": ("http", "http_get", "http_post", "http_put", "http_delete", "http_request", "http_response"),
    "ltree": ("ltree", "lquery", "ltxtquery", "subpath", "nlevel"),
    "moddatetime": ("moddatetime",),
    "pg_jsonschema": ("json_matches_schema", "jsonb_matches_schema"),
    "pg_trgm": ("similarity", "word_similarity", "show_trgm", "gin_trgm_ops", "gist_trgm_ops"),
    "pgcrypto": (
        "crypt", "gen_salt", "digest", "hmac", "encrypt", "decrypt", "gen_random_bytes", "pgp_sym_encrypt",
        "pgp_sym_decrypt", "pgp_pub_encrypt", "pgp_pub_decrypt",
    ),
    "pgjwt": ("sign", "verify", "url_encode", "url_decode", "algorithm_sign"),
    "postgis": (
        "geometry", "geography", "box2d", "box3d", "st_makepoint", "st_setsrid", "st_distance", "st_dwithin",
        "st_contains", "st_intersects", "st_geomfromtext", "st_astext", "st_asgeojson",
    ),
    "tablefunc": ("crosstab", "connectby", "normal_rand"),
    "unaccent": ("unaccent",),
    "uuid-ossp": ("uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v3", "uuid_generate_v4", "uuid_generate_v5"),
    "vector": ("vector", "halfvec", "sparsevec", "hnsw", "ivfflat", "vector_cosine_ops", "vector_l2_ops"),
}  # fmt: skip
# Names that mean something else too: they count only behind the extension's schema.
_COMMON = frozenset(("sign", "verify", "encrypt", "decrypt", "digest", "similarity", "http", "vector", "cube"))
_GIST_EQUALITY = re.compile(r"EXCLUDE USING gist .*WITH =")
_PRELOADED = frozenset((
    "age", "anon", "pg_cron", "pg_hint_plan", "pg_partman_bgw", "pg_squeeze", "pg_stat_monitor", "pg_stat_statements",
    "pgaudit", "pglogical", "timescaledb",
))  # fmt: skip
_ALWAYS = frozenset(("plpgsql",))


def extensions(catalog: Catalog, dependents: Dependents, target: Target, major: int) -> Iterator[Obstacle]:
    """Extensions that are missing, older, or need the server to be told; nothing for those that simply travel."""
    shared = [extension.schema for extension in catalog.extensions]
    for extension in catalog.extensions:
        if extension.name in _ALWAYS:
            continue
        own = shared.count(extension.schema) == 1 and extension.schema not in {s.name for s in catalog.schemas}
        resting = _resting(extension, dependents, own)
        if extension.name not in target.extensions:
            yield _missing(extension, target, resting)
        else:
            yield from _there(extension, target, major, resting)


def _resting(extension: Extension, dependents: Dependents, own_schema: bool) -> tuple[Dependent, ...]:
    """By pg_depend where it knows, else by name in the texts; ``own_schema``: whatever is in there is its own."""
    names = OBJECTS.get(extension.name, ())
    found = dependents.resting_on(lambda name: name.schema == extension.schema and (own_schema or name.name in names))
    schema = rf"\b{re.escape(extension.schema)}\."
    words = [rf"{schema}{re.escape(name)}\b" for name in names]
    words += [rf"(?<![.\w]){re.escape(name)}\b" for name in names if name not in _COMMON]
    words += [rf"{schema}\w"] if own_schema else []
    if words:
        found += dependents.naming(re.compile("|".join(words), re.IGNORECASE))
    if extension.name == "btree_gist":
        found += dependents.naming(_GIST_EQUALITY)
    return distinct(found)


def _missing(extension: Extension, target: Target, resting: tuple[Dependent, ...]) -> Obstacle:
    name = quote(extension.name)
    stead = target.replacements.get(extension.name, "")
    if target.any_extension:
        return obstacle(
            "decision", "extension", extension.name,
            f"Extension {name} {extension.version} does not come with PostgreSQL.",
            "Install its package on the machine, or leave it out of the script.", resting,
        )  # fmt: skip
    message = f"{target.title} does not offer extension {name} (here {extension.version}), as far as is known."
    if resting:
        suggestion = stead or "Rewrite what rests on it before the move."
        return obstacle("blocks", "extension", extension.name, message, suggestion, resting)
    suggestion = f"Leave CREATE EXTENSION out of the script, unless the application calls it. {stead}".rstrip()
    return obstacle(
        "decision", "extension", extension.name, f"{message} Nothing in the schema rests on it.", suggestion
    )


def _there(extension: Extension, target: Target, major: int, resting: tuple[Dependent, ...]) -> Iterator[Obstacle]:
    name, theirs = quote(extension.name), target.extensions[extension.name]
    if theirs and major == target.major and _older(theirs, extension.version):
        yield obstacle(
            "decision", "extension", extension.name,
            f"Extension {name} is {extension.version} here and {theirs} on {target.title}.",
            "Look into the extension's release notes for what came in between, and try the script.", resting,
        )  # fmt: skip
    steps = []
    if target.allow_list:
        steps.append(f"name it in {target.allow_list}")
    if extension.name in _PRELOADED:
        steps.append(f"name its library in {target.preload} and restart")
    if steps:
        message = f"Extension {name} is there, but the server has to be told first."
        words = " and ".join(steps)
        yield obstacle("note", "extension", extension.name, message, f"{words[0].upper()}{words[1:]}.", resting)


def _older(theirs: str, ours: str) -> bool:
    """Whether the first version is older; what holds no numbers is not compared."""
    one, other = (tuple(int(part) for part in re.findall(r"\d+", version)) for version in (theirs, ours))
    length = max(len(one), len(other))
    return bool(one and other) and one + (0,) * (length - len(one)) < other + (0,) * (length - len(other))
