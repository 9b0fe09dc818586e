"""Names and comments that a database may hold and a page must survive."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = (
    "a|b", "`a`", "``", "<script>alert(1)</script>", "</td></table>", "*a* **b**", "_a_ __b__", "a_b", "~~a~~",
    "[x](javascript:alert(1))", "![x](y)", "{{ x }}", "{% raw %}", "{.cls #id}", "{: #x }", "--8<-- \"/etc/passwd\"",
    "# a", "- a", "+ a", "1. a", "1) a", "> a", "!!! note", "??? x", "/// x", "=== \"tab\"", "---", "===", "***",
    ":smile:", ": a", "a: b", "$x$", "$$", "==a==", "^^a^^", "H~2~O", "&lt;", "&amp;", "&#42;", "&copy;", "\\", "\\*",
    "\\|", "a\\", "https://example.org/a_b", "www.example.org", "a@example.org", "\u202eevil", "zero\u200bwidth",
    "\u200d", "\ufeff", "\x07bell", "\x1b[31m", "tab\there", "line\nbreak", "para\n\ngraph", "\u2028", "\x85", "\x0c",
    "  spaces  ", " ", "", "'", '"', '""', "%%{init}%%", "erDiagram", "con", "A", "a", "é", "ß", "日本語", "😀",
    "x" * 63,
    "\x02wzxhzdk:0\x03", "<!-- x", "-->", "<![CDATA[", "<?php", "<a href='x'>", "[^1]", "[x]: y", "*[x]: y", "|", "||",
    "a\r\nb", "`|`", "<details>", "</details>", "</section>", "    code", "\\`", "(c)", "...", "'--'", "[ ]", "[x]",
    "H~~", "x  y", "<", ">", "a < b", "a<b", "a && b", "&", "&&lt;", "``` sql", "~~~", "[`](", "](x)", "ᅟ", "a:b:c",
    "::", "x::text",
    "\ud83d", "^", "[[x]]", "++x++", "https:", "//x", "mailto:a", "\u00a0", "_", "__", "a__b", "_a",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=30).filter(lambda value: "\0" not in value),
    st.lists(st.sampled_from(NASTY), max_size=3).map(" ".join),
    st.text(alphabet="|`*_<>&[](){}!#+-=:~^$\\\n ab1.", max_size=20),
)
