"""Whatever a file holds: lint judges it or says why not, and one unreadable statement hides no other."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.lint.fix import fixes_of, mend
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration

PIECES = st.sampled_from(
    (
        "CREATE TABLE t (a int);",
        "DO $$ BEGIN EXECUTE format('DROP TABLE %I', x); EXCEPTION WHEN OTHERS THEN NULL; END $$;",
        "ALTER TYPE e ADD VALUE 'b'; UPDATE t SET a = 'b'::e;",
        "BEGIN; COMMIT;",
        "CREATE OR REPLACE VIEW v AS SELECT 1;",
        "{{ x }}",
        "${y}",
        "\\set x 1\n",
        "COPY t FROM stdin;\n1\n\\.\n",
        "$$",
        "'",
        "/*",
        "--\n",
        ";",
        "DROP",
        "INSERT INTO t VALUES (DEFAULT) ON CONFLICT DO NOTHING;",
    )
)


REAL = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples/portal/supabase/migrations").glob("*.sql"))
]


def findings(*files: str) -> list[Finding]:
    migrations = [
        Migration(version=str(number), name="", path=f"{number}.sql", sql=sql, digest="", opening="begin")
        for number, sql in enumerate(files)
    ]
    return list(lint(migrations))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8), st.lists(PIECES, max_size=4))
def test_any_text_is_judged(first: list[str], second: list[str]) -> None:
    texts = (" ".join(first), " ".join(second))
    lines = [text.count("\n") + 1 for text in texts]
    for one in findings(*texts):
        assert 1 <= one.line <= lines[int(one.file.removesuffix(".sql"))]


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_migration_is_judged_and_mended(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(REAL))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 120)))
        instead = data.draw(st.one_of(st.just(""), PIECES, st.just(text[start:end] * 2)))
        text = text[:start] + instead + text[end:]
    before = data.draw(st.sampled_from(REAL))
    fixed = mend(text, fixes_of([one for one in findings(before, text) if one.file == "1.sql"], unsafe=True)).text
    assert {one.file for one in findings(before, fixed)} <= {"0.sql", "1.sql"}


def test_what_cannot_be_read_is_one_finding_and_hides_nothing() -> None:
    sql = "SELEC 1 FROM;\nCREATE TABLE {{ .Name }} (a int);\nCREATE TABLE u (a int);"
    assert [(one.rule, one.line) for one in findings(sql)] == [
        ("syntax-error", 1),
        ("table-without-guard", 2),
        ("table-without-guard", 3),
    ]
