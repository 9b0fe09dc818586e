"""What tools, servers and people say of a project is text on the pages that judge it, never markup."""

from __future__ import annotations

import re

import msgspec

from docgen.model.catalog import Catalog, Extension
from docgen.model.change import Change
from docgen.model.migration import Applied, Conflict, History, Replay, ReplayFailure, Touch
from docgen.model.status import ComponentStatus, Status
from tests.render.judged import ADVICE, FIRST, NEW, render


def test_names_and_messages_are_not_markup() -> None:
    evil = "<script>alert(1)</script> | `x` {{ 7 * 7 }} [a](javascript:b)\n# heading"
    pages = render(
        snapshot={
            "catalog": Catalog(extensions=(Extension(name=evil, schema=evil, version="1"),), unreadable=(evil,)),
            "origin": "live",
            "drift": (
                Change(kind="missing", object_kind="table", object=evil, expected=evil, relation=evil),
                Change(
                    kind="different",
                    object_kind=evil,
                    object=evil,
                    attribute=evil,
                    expected=evil,
                    actual="```\n" + evil,
                ),
            ),
            "replay": Replay(
                failures=(ReplayFailure(path=evil, line=1, statement=evil, sqlstate=evil, message=evil, hint=evil),)
            ),
            "history": History(
                source=evil, table=evil, note=evil, applied=(Applied(version=evil, name=evil, by=evil),)
            ),
        },
        migrations=(msgspec.structs.replace(FIRST, path=evil, down="```\n" + evil),),
        touches=(Touch(path=evil, version=evil, line=1, verb=evil, kind=evil, object=evil),),
        findings=(msgspec.structs.replace(NEW, rule="r", message=evil, remedy=evil, file=evil, object=evil),),
        advice=(msgspec.structs.replace(ADVICE, message=evil, remedy=evil, object=evil, query="```\n" + evil),),
        conflicts=(
            Conflict(
                kind=evil,
                object=evil,
                first=(evil, 1),
                second=(evil, 1),
                explanation=evil,
                remedy=evil,
                first_text="```\n" + evil,
                second_text=evil,
                differences=(evil,),
            ),
        ),
        status=Status(
            components=(
                ComponentStatus(name=evil, page="p", owner=evil, note=evil, reasons=(evil,), evidence=("drift",)),
            )
        ),
        folder=evil,
        source=evil,
    )

    for text in pages.values():
        outside = re.sub(r"^(`{3,})\w*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        outside = re.sub(r"(?<!`)`[^`\n]+`(?!`)", "", outside)
        assert "<script" not in outside
        assert "](javascript" not in outside
        assert "\n# heading" not in outside
