"""Reference: docgen's own generated pages (rules, commands, configuration, schemas); python -m docgen.reference."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from inspect import cleandoc
from itertools import chain
from pathlib import Path
from typing import Any

import click

MARK = "<!-- Generated from the code: change it there, then run make docs. -->"


@click.command("reference")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is not what it should be.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("docs"))
def command(folder: Path, check: bool) -> int:
    """Write docgen's own reference below FOLDER, or say which pages are stale."""
    from docgen.lint.reference import table
    from docgen.sources import usual

    stale = False
    for path, text in chain([table(), usual.table()], ((folder / path, text) for path, text in reference())):
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        click.echo(f"{path}: {'stale: run make docs' if check else 'written'}")
    return int(check and stale)


def reference() -> Iterator[tuple[str, str]]:
    """Every generated page of docgen's own documentation: path below docs, text."""
    from docgen.analysis import advisor_pages
    from docgen.commands.each import SCHEMA as SEVERAL_SCHEMA
    from docgen.config.explain import json_schema
    from docgen.lint.reference import pages as rule_pages
    from docgen.model import blame, portability, proof_file, report, schema_change, snapshot_file
    from docgen.reporters import drift_json
    from docgen.reporters.json import SCHEMA
    from docgen.reporters.proof.json import DOWN_SCHEMA
    from docgen.reporters.proof.json import SCHEMA as PROOF_SCHEMA

    for name, text in rule_pages().items():
        yield f"rules/{name}", text
    yield "reference/schema-checks.md", f"{MARK}\n\n{advisor_pages.index()}"
    yield "reference/commands.md", _commands()
    yield "reference/configuration.md", _configuration(json_schema())
    yield "reference/docgen.schema.json", _json(json_schema())
    yield "reference/schema.schema.json", _json(snapshot_file.json_schema())
    yield "reference/status.schema.json", _json(report.json_schema())
    yield "reference/several.schema.json", json.dumps(SEVERAL_SCHEMA, indent=2) + "\n"
    yield "reference/drift.schema.json", json.dumps(drift_json.SCHEMA, indent=2) + "\n"
    yield "reference/blame.schema.json", _json(blame.json_schema())
    yield "reference/changes.schema.json", _json(schema_change.json_schema())
    yield "reference/export-report.schema.json", _json(portability.json_schema())
    yield "reference/lint.schema.json", json.dumps(SCHEMA, indent=2) + "\n"
    yield "reference/proof-record.schema.json", _json(proof_file.json_schema())
    yield "reference/prove.schema.json", json.dumps(PROOF_SCHEMA, indent=2) + "\n"
    yield "reference/prove-down.schema.json", json.dumps(DOWN_SCHEMA, indent=2) + "\n"


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(_dedented(schema), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _dedented(part: Any) -> Any:
    """The schema with its descriptions free of the indentation of docstrings: not every msgspec takes it away."""
    if isinstance(part, dict):
        return {
            key: cleandoc(value) if key == "description" and isinstance(value, str) else _dedented(value)
            for key, value in part.items()
        }
    return [_dedented(one) for one in part] if isinstance(part, list) else part


def _commands() -> str:
    """Every command with its help, as the command line prints it at 100 columns."""
    from docgen.cli import COMMANDS, program

    settings: dict[str, Any] = {**program.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(program, info_name="docgen", **settings)
    parts = [
        MARK,
        "",
        "# Commands",
        "",
        "Exit code: 0 fine, 1 findings, stale or drift, 2 cannot run, 3 a fault of docgen.",
    ]
    parts += ["", "```text", program.get_help(context), "```"]
    for name in COMMANDS:
        command = program.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        parts += ["", f"## docgen {name}", "", "```text", command.get_help(inner), "```"]
    return "\n".join(parts) + "\n"


def _configuration(schema: dict[str, Any]) -> str:
    """Every key of docgen.toml with its type, default and description."""
    parts = [MARK, "", "# Configuration keys", ""]
    parts += [
        "`docgen.toml`, or `[tool.docgen]` in `pyproject.toml`; every key works on its own default. The"
        " [guide](../guide/configuration.md) tells the story, [docgen.schema.json](docgen.schema.json) is the JSON"
        " Schema.",
    ]
    for section, title in _titles(schema):
        parts += ["", f"## {title}", ""]
        parts += ["| Key | Type | Default | What it says |", "| --- | --- | --- | --- |"]
        own = {key: value for key, value in section["properties"].items() if _is_own(section, key, schema)}
        parts += [_row(key, value) for key, value in own.items()]
        if len(own) < len(section["properties"]):
            others = ", ".join(f"`{key}`" for key in section["properties"] if key not in own)
            parts += ["", f"As at the top level, and winning over it: {others}."]
    return "\n".join(parts) + "\n"


def _is_own(section: dict[str, Any], key: str, schema: dict[str, Any]) -> bool:
    return section is schema or section["properties"][key] != schema["properties"].get(key)


def _titles(schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every table of the configuration with its heading, once, in the order of the keys that hold them."""
    told: set[str] = set()

    def below(section: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
        for key, value in section["properties"].items():
            inner = value.get("items", value)
            if "$ref" in inner:
                name = f"{path}.{key}" if path else key
                kind = inner["$ref"].rsplit("/", 1)[1]
                found = schema["$defs"][kind]
                if kind in told:
                    continue
                told.add(kind)
                yield found, f"`[[{name}]]`" if "items" in value else f"`[{name}]`"
                yield from below(found, name)

    yield schema, "Top level"
    yield from below(schema, "")


def _row(key: str, value: dict[str, Any]) -> str:
    default = (
        "" if isinstance(value.get("default"), dict) else json.dumps(value["default"]) if "default" in value else ""
    )
    shown = "" if default in ("", "null") else f"`{default}`"
    return f"| `{key}` | {_type(value)} | {shown} | {value.get('description', '')} |"


def _type(value: dict[str, Any]) -> str:
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        return " or ".join(_type(one) for one in value["anyOf"] if one.get("type") != "null")
    if "$ref" in value:
        return "table"
    if value.get("type") == "array":
        items = value.get("items") or {}
        return "tables" if "$ref" in items else "list of text"
    return {"string": "text", "integer": "number", "object": "table"}.get(
        str(value.get("type")), str(value.get("type"))
    )


if __name__ == "__main__":
    sys.exit(command(standalone_mode=False))
