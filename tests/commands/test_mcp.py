"""docgen mcp: a real client asks over standard input and output, and the answers are those of the last build."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from docgen.answers import Answers
from docgen.config.workspace import load
from docgen.errors import OutputError

PORTAL = Path(__file__).parents[2] / "examples" / "portal"


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(load(PORTAL))


def ask(root: Path, *questions: tuple[str, dict[str, Any]]) -> tuple[list[str], list[tuple[bool, str]]]:
    """The names of the tools, and for each call whether it failed and its text."""

    async def session() -> tuple[list[str], list[tuple[bool, str]]]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "docgen", "-C", str(root), "mcp"])
        async with stdio_client(command) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            tools = [tool.name for tool in (await client.list_tools()).tools]
            results = [await client.call_tool(name, arguments) for name, arguments in questions]
            return tools, [(bool(one.isError), getattr(one.content[0], "text", "")) for one in results]

    return anyio.run(session)


def test_a_client_asks() -> None:
    unsafe = "create table if not exists visits (id int);\nalter table visits add column at timestamptz;\n"
    tools, results = ask(
        PORTAL,
        ("find", {"text": "service_packages.code"}),
        ("describe", {"name": "service_packages"}),
        ("who_may", {"name": "public.profiles"}),
        ("lint", {"sql": unsafe}),
        ("describe", {"name": "service_package"}),
    )
    assert tools == ["find", "describe", "uses", "who_may", "history", "object_json", "status", "changes", "lint"]
    assert [failed for failed, _ in results] == [False, False, False, False, True]
    found, page, access, findings, unknown = (text for _, text in results)
    assert found.split("\n")[0].startswith("column public.service_packages.code: ")
    assert page.startswith("# public.service_packages\n")
    assert "authenticated" in access
    assert [(one["rule"], one["line"]) for one in json.loads(findings)] == [("column-without-guard", 2)]
    assert "nothing here is called service_package" in unknown


def test_what_a_search_finds(answers: Answers) -> None:
    assert answers.find("profiles")[0][:2] == ("table", "public.profiles")
    assert answers.find("display_name")[0][0] == "column"
    assert any(one.kind == "migration" for one in answers.find("service_packages_v2"))
    assert answers.find("  ") == []


def test_who_uses_what(answers: Answers) -> None:
    lines = answers.uses("service_packages")
    assert "public.service_prices (package_id) references public.service_packages (id), on delete cascade" in lines
    assert any(line.startswith("public.") and "uses public.service_packages" in line for line in lines)


def test_an_object_as_data(answers: Answers) -> None:
    assert json.loads(answers.data("public.service_packages"))["name"] == "service_packages"


def test_a_name_that_is_none(answers: Answers) -> None:
    with pytest.raises(OutputError, match="nothing here is called nowhere"):
        answers.describe("nowhere")


def test_without_a_build(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('title = "Nothing"\n')
    with pytest.raises(OutputError, match="holds no documentation yet"):
        Answers(load(tmp_path)).find("x")
